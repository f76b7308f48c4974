package import Logging
package import Notation
import ServiceLifecycle
package import WebhookSignature

/// A stand-in for the WFM: receives the events that a bridge posts, verifies their signatures, and keeps them in order.
///
/// It answers 204 to an event, new or known; 401 to a bad signature; and what a fault says while one is in force.
package final class StandIn: Service, Sendable {
    /// A wait was over before what it was for.
    package struct TimedOut: Error, CustomStringConvertible {
        package let description: String
    }

    private let configuration: StandInConfiguration
    private let state: SharedRecord
    private let listener: HTTPListener
    private let onReady: @Sendable (ListenerAddress) async -> Void

    /// - Parameters:
    ///   - onReady: called once, when the listener accepts
    ///   - onArrival: called for every request, after it was recorded and before it is answered; calls may overlap
    package init(
        _ configuration: StandInConfiguration,
        clock: WallClock = .system,
        logger: Logger,
        onReady: @escaping @Sendable (ListenerAddress) async -> Void = { _ in },
        onArrival: @escaping @Sendable (EventArrival) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.onReady = onReady
        let state = SharedRecord(EventRecord(capacity: configuration.capacity), keys: configuration.keys)
        self.state = state
        let intake = EventIntake(configuration: configuration, clock: clock, state: state, onArrival: onArrival)
        listener = HTTPListener(host: configuration.host, port: configuration.port, logger: logger) { exchange in
            try await intake.answer(exchange)
        }
    }

    /// Runs until the service is shut down or its task is cancelled; requests in hand get two seconds.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [listener, onReady] in
                // Where there is no address, the listener itself says why.
                guard let address = try? await listener.address() else { return }
                await onReady(address)
            }
            try await listener.run()
        }
    }

    /// The address, as soon as the listener accepts.
    package func address() async throws -> ListenerAddress {
        try await listener.address()
    }

    /// The WFM is down: from the return of this on, connections are refused.
    package func goDown() async throws {
        try await listener.close()
    }

    /// The WFM is back, at the same port and with what it had.
    package func comeUp() async throws {
        try await listener.open()
    }

    /// Replaces the keys: a stand-in may have to listen before the keys are known. An empty ring takes nothing, nil takes everything.
    package func setKeys(_ keys: KeyRing?) {
        state.look { $0.keys = keys }
    }

    /// Replaces the faults; the first that fits an event meets it. Signatures are looked at before faults.
    package func setFaults(_ faults: [StandInFault]) {
        state.look { $0.faults = faults }
    }

    /// The events so far, each id once, in order of receipt.
    package func events() -> [ReceivedEvent] {
        state.look { $0.record.events }
    }

    /// The requests that were not taken, in order.
    package func refused() -> [RefusedEvent] {
        state.look { $0.record.refused }
    }

    /// Waits until so many events have come that match, past ones counted.
    ///
    /// - Parameter limit: how long to wait at most, in real time; nil: until the task is cancelled
    /// - Returns: all that match by then
    /// - Throws: ``TimedOut``, `CancellationError`
    @discardableResult
    package func waitFor(
        count: Int = 1,
        within limit: Duration? = nil,
        where matches: @escaping @Sendable (ReceivedEvent) -> Bool = { _ in true }
    ) async throws -> [ReceivedEvent] {
        guard let limit else {
            try await wait(count: count, matches)
            return events().filter(matches)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.wait(count: count, matches) }
            group.addTask {
                try await Task.sleep(for: limit)
                let found = self.events().filter(matches).count
                throw TimedOut(description: "Waited \(limit) for \(count) events; there were \(found).")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
        return events().filter(matches)
    }

    private func wait(count: Int, _ matches: @escaping @Sendable (ReceivedEvent) -> Bool) async throws {
        let number = state.look { $0.waiters.number() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.look { state -> Bool? in
                    // Looked at under the lock that the handler below takes, so one of the two always sees the other.
                    if Task.isCancelled { return nil }
                    let missing = count - state.record.events.count(where: matches)
                    guard missing > 0 else { return true }
                    state.waiters.add(number, missing: missing, matches: matches, continuation)
                    return false
                }
                switch isOver {
                case true: continuation.resume()
                case false: break
                case nil: continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            state.look { $0.waiters.remove(number) }?.resume(throwing: CancellationError())
        }
    }
}
