import Synchronization

/// Whether a listener is open, whether it is wanted to be, and who waits for that.
final class ListenerDoor: Sendable {
    struct Stopped: Error, CustomStringConvertible {
        let description = "The listener has stopped."
    }

    private enum Wish: Equatable {
        case open
        case closed
        case stopped
    }

    private struct State {
        var wish = Wish.open
        /// What to bind: 0 picks a free port, once.
        var port: Int
        var isOpen = false
        var isHurried = false
        var outcome: Result<Void, any Error>?
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    private let state: Mutex<State>

    init(port: Int) {
        state = Mutex(State(port: port))
    }

    var nextPort: Int { state.withLock { $0.port } }

    func opened(port: Int) {
        change {
            $0.port = port
            $0.isOpen = true
        }
    }

    func closed() {
        change { $0.isOpen = false }
    }

    enum Pace: Sendable {
        /// Requests in hand may end.
        case leisure
        case once
    }

    func stop(at pace: Pace) {
        change {
            $0.wish = .stopped
            if pace == .once { $0.isHurried = true }
        }
    }

    /// Waits until the listener is to stop at once.
    func untilHurried() async throws {
        try await until { $0.isHurried ? () : nil }
    }

    func ended(_ error: (any Error)?) {
        change {
            $0.isOpen = false
            $0.outcome = error.map { .failure($0) } ?? .success(())
        }
    }

    /// The bound port, as soon as the listener is open.
    func port() async throws -> Int {
        try await until { state in
            if state.isOpen { return state.port }
            try state.outcome?.get()
            if state.outcome != nil { throw Stopped() }
            return nil
        }
    }

    func open() async throws {
        change { if $0.wish == .closed { $0.wish = .open } }
        _ = try await port()
    }

    func close() async throws {
        change { if $0.wish == .open { $0.wish = .closed } }
        try await until { $0.isOpen && $0.outcome == nil ? nil : () }
    }

    /// Waits while the listener is to stay closed; false once it is to stop.
    func isWantedOpen() async -> Bool {
        // A cancelled wait means that the task ends: stop.
        (try? await until { $0.wish == .closed ? nil : $0.wish == .open }) ?? false
    }

    /// - Returns: true if the listener is to stop for good
    func untilNotWantedOpen() async throws -> Bool {
        try await until { $0.wish == .open ? nil : $0.wish == .stopped }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters.removeAll() }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until the state gives a value: looks after every change.
    private func until<Value: Sendable>(_ look: @Sendable (State) throws -> Value?) async throws -> Value {
        while true {
            try Task.checkCancellation()
            let number = state.withLock { state in
                state.nextWaiter += 1
                return state.nextWaiter
            }
            var value: Value?
            var fault: (any Error)?
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isWaiting = state.withLock { state in
                        do {
                            value = try look(state)
                        } catch {
                            fault = error
                        }
                        guard value == nil, fault == nil, !Task.isCancelled else { return false }
                        state.waiters[number] = continuation
                        return true
                    }
                    if !isWaiting { continuation.resume() }
                }
            } onCancel: {
                state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
            }
            if let fault { throw fault }
            if let value { return value }
        }
    }
}
