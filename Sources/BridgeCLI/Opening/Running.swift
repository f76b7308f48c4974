import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Runs services until a signal asks them to stop.
enum Running {
    /// SIGTERM and SIGINT let them finish what is in hand.
    static func untilStopped(_ services: [any Service], logger: Logger? = nil) async throws {
        var quiet = logger ?? Logger(label: "wfm-bridge")
        quiet.logLevel = .warning
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// Signals of somebody who does not want to wait any longer, or who has seen enough.
final class Interruption: Sendable {
    /// The work was ended by a signal before it was done.
    struct Interrupted: Error {}

    private struct State {
        var isExpected = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Runs work that SIGINT and SIGTERM cancel, unless it waits for them itself.
    func during<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                for await _ in signals {
                    let (isExpected, waiting) = self.state.withLock { state in
                        defer { state.waiting = nil }
                        return (state.isExpected, state.waiting)
                    }
                    guard isExpected, let waiting else { throw Interrupted() }
                    waiting.resume()
                }
                return nil
            }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Waits for the next signal; one that comes after it is somebody who is tired of waiting.
    func awaited() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.isExpected = true
                state.waiting = continuation
            }
        }
    }
}
