package import Logging
import Notation
import ServiceLifecycle
import Telemetry

/// Reads the configuration again where somebody asks for it (SIGHUP) or where it has changed, and gives the bridge what is new.
///
/// A change is noticed by its meaning: everything is read every few seconds and compared. What cannot be taken, such as a file that
/// is only half written, is told once and leaves everything as it was.
package struct Reloader: Service {
    let bridge: Bridge
    let first: ServedConfiguration
    let requests: AsyncStream<Void>
    let every: Duration
    let logger: Logger
    let read: @Sendable () throws -> ServedConfiguration
    let setup: @Sendable (ServedConfiguration) throws -> BridgeSetup

    /// - Parameters:
    ///   - first: what the bridge was started with.
    ///   - requests: somebody asks for it.
    ///   - every: between two looks for a change; real time, as files are.
    ///   - read: reads everything.
    ///   - setup: the parts of a bridge as a reading wants them.
    package init(
        _ bridge: Bridge,
        first: ServedConfiguration,
        requests: AsyncStream<Void>,
        every: Duration = .seconds(5),
        logger: Logger,
        read: @escaping @Sendable () throws -> ServedConfiguration,
        setup: @escaping @Sendable (ServedConfiguration) throws -> BridgeSetup
    ) {
        self.bridge = bridge
        self.first = first
        self.requests = requests
        self.every = every
        self.logger = logger
        self.read = read
        self.setup = setup
    }

    private enum Cause {
        case request, time
    }

    package func run() async throws {
        let (causes, cause) = AsyncStream.makeStream(of: Cause.self)
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await _ in requests { cause.yield(.request) }
                }
                group.addTask {
                    while (try? await WallClock.system.sleep(for: every)) != nil { cause.yield(.time) }
                }
                var reading = Reading(served: first)
                for await cause in causes { await look(cause, &reading) }
                group.cancelAll()
            }
        }
    }

    private struct Reading {
        var served: ServedConfiguration
        /// What was last said to be wrong, or to wait for the next start.
        var complaint: String?
        var postponed: [String] = []
    }

    private func look(_ cause: Cause, _ reading: inout Reading) async {
        do {
            let new = try read()
            let changes = reading.served.changes(to: new)
            if !changes.taken.isEmpty {
                try await bridge.adopt(setup(new), changes)
                let places = changes.taken.members.map(\.name).joined(separator: ", ")
                logger.notice("The configuration was read again and taken over", metadata: .fields([.configKey: "\(places)"]))
            } else if cause == .request, changes.atNextStart.isEmpty {
                logger.notice("The configuration was read again; nothing has changed")
            }
            if !changes.atNextStart.isEmpty, cause == .request || changes.atNextStart != reading.postponed {
                let places = changes.atNextStart.joined(separator: ", ")
                logger.warning("Some of the configuration counts from the next start on", metadata: .fields([.configKey: "\(places)"]))
            }
            reading.postponed = changes.atNextStart
            reading.complaint = nil
            // What waits for the next start goes on being compared with what runs.
            reading.served = reading.served.adopting(new)
        } catch {
            let words = "\(error)"
            if cause == .request || words != reading.complaint {
                logger.error(
                    "The configuration cannot be taken; the bridge goes on with what it has",
                    metadata: .fields([.errorDetail: "\(words)"])
                )
            }
            reading.complaint = words
        }
    }
}
