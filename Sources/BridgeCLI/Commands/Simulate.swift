import ArgumentParser
import Foundation
import Logging
import Notation
import Rehearsal
import ServiceLifecycle
import Telemetry

/// `simulate`: the CXone simulator alone.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The CXone simulator alone, for other people's clients.",
        discussion: "The first line on standard output is its base URL. Stop it with SIGTERM or Ctrl-C."
    )

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 picks a free one.") var port = 8090
    @OptionGroup var roster: RosterOptions
    @Option(help: "The client id that gets tokens.") var clientId = "simulator"
    @Option(help: "The client secret that gets tokens.") var clientSecret = "simulator-secret"
    @Option(help: "Milliseconds that every call takes.") var latency = 0
    @Option(help: "Requests per second; more get 429 with Retry-After.") var limit: Double?
    @Option(help: "Where pages of the history put records and token: \(HistoryPageShape.names).") var pages = "records"
    @Flag(help: "Print the ids of the agents and exit.") var list = false

    func validate() throws {
        guard HistoryPageShape(rawValue: pages) != nil else {
            throw ValidationError("--pages must be one of \(HistoryPageShape.names)")
        }
        guard PortFault.isPort(port) else { throw ValidationError("--port must be 0 to 65535") }
        guard latency >= 0 else { throw ValidationError("--latency must not be negative") }
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit must be above 0") }
    }

    func run() async throws {
        if list {
            for id in Roster(agents: roster.agents, seed: roster.seed).ids { Terminal.say(id) }
            return
        }
        var configuration = SimulatorConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.agents = roster.agents
        configuration.seed = roster.seed
        configuration.clientID = clientId
        configuration.clientSecret = Secret(clientSecret)
        configuration.latency = .milliseconds(latency)
        configuration.limit = limit
        configuration.pages = HistoryPageShape(rawValue: pages) ?? .records
        let clock = WallClock.system
        LogOutput.bootstrap(format: .auto, level: .warning, now: clock.now)
        let simulator = SimulatorServer(configuration, clock: clock, logger: Logger(label: "simulator")) { address in
            Terminal.say(address.baseURL)
        }
        do {
            try await Running.untilStopped([simulator])
        } catch let error as any Error & CustomStringConvertible {
            throw CommandFault(PortFault.words(error, for: [(host, port)]))
        }
    }
}

/// Which agents a simulator has.
struct RosterOptions: ParsableArguments {
    @Option(help: "How many agents the simulator has.") var agents = 200
    @Option(help: "What the agents and their pasts are drawn from; the same seed gives the same agents.") var seed: UInt64 = 1

    func validate() throws {
        guard (1...1_000_000).contains(agents) else { throw ValidationError("--agents must be 1 to 1000000") }
    }
}

extension HistoryPageShape {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
