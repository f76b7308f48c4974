import ArgumentParser
import Foundation
import Logging
import Notation
import Rehearsal
import Telemetry

/// `listen`: receive, verify and print events.
struct Listen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Receives events, verifies their signatures and prints them, one a line.",
        discussion: "For people who build the WFM's side. What does not verify is answered 401 and told on standard error."
    )

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 picks a free one.") var port = 8099
    @Option(help: "Stop after so many events.") var count: Int?
    @OptionGroup var secret: SecretOptions

    func validate() throws {
        guard PortFault.isPort(port) else { throw ValidationError("--port must be 0 to 65535") }
        guard count.map({ $0 > 0 }) ?? true else { throw ValidationError("--count must be above 0") }
    }

    func run() async throws {
        var configuration = StandInConfiguration(keys: try secret.ring())
        configuration.host = host
        configuration.port = port
        let clock = WallClock.system
        LogOutput.bootstrap(format: .auto, level: .warning, now: clock.now)
        let standIn = StandIn(
            configuration,
            clock: clock,
            logger: Logger(label: "listen"),
            onReady: { Terminal.warn("listening on \($0.baseURL)") },
            onArrival: { arrival in
                switch arrival {
                case .event(let event): Terminal.say(bytes: event.body)
                case .duplicate(let event): Terminal.warn("\(event.id) came again")
                case .refused(let refused): Terminal.warn("refused (\(refused.code)): \(refused.detail)")
                case .turnedAway: break
                }
            }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [host, port] in
                do {
                    try await Running.untilStopped([standIn])
                } catch let error as any Error & CustomStringConvertible {
                    throw CommandFault(PortFault.words(error, for: [(host, port)]))
                }
            }
            if let count { group.addTask { try await standIn.waitFor(count: count) } }
            try await group.next()
            group.cancelAll()
        }
    }
}
