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
        discussion: """
            It speaks both dialects on one port, about the same agents. The first line on standard output is its base URL; \
            /simulator below it is a page that shows what it was asked. Stop it with SIGTERM or Ctrl-C.
            """
    )

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 picks a free one.") var port = 8090
    @OptionGroup var roster: RosterOptions
    @Option(help: "The client id that gets tokens.") var clientId = "simulator"
    @Option(help: "The client secret that gets tokens.") var clientSecret = "simulator-secret"
    @Option(help: "The access key id that gets tokens in the dialect acd.") var accessKeyId = "simulator-key"
    @Option(help: "The access key secret that gets tokens in the dialect acd.") var accessKeySecret = "simulator-key-secret"
    @Option(help: "Milliseconds that every call takes.") var latency = 0
    @Option(help: "Requests per second; more get 429 with Retry-After.") var limit: Double?
    @Option(help: "Where pages of the history put records and token: \(HistoryPageShape.names).") var pages = "records"
    @OptionGroup var manners: SimulatedManners
    @Flag(help: "Print the ids of the agents and exit.") var list = false
    @Option(help: "Whose ids --list prints: \(SimulatedDialect.names).") var dialect = "platform"

    func validate() throws {
        guard HistoryPageShape(rawValue: pages) != nil else {
            throw ValidationError("--pages must be one of \(HistoryPageShape.names)")
        }
        guard PortFault.isPort(port) else { throw ValidationError("--port must be 0 to 65535") }
        guard latency >= 0 else { throw ValidationError("--latency must not be negative") }
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit must be above 0") }
        guard SimulatedDialect(rawValue: dialect) != nil else {
            throw ValidationError("--dialect must be one of \(SimulatedDialect.names)")
        }
    }

    func run() async throws {
        if list {
            let chosen = Roster(agents: roster.agents, seed: roster.seed)
            for id in dialect == SimulatedDialect.acd.rawValue ? chosen.acdIDs.map(String.init) : chosen.ids { Terminal.say(id) }
            return
        }
        var configuration = SimulatorConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.agents = roster.agents
        configuration.seed = roster.seed
        configuration.clientID = clientId
        configuration.clientSecret = Secret(clientSecret)
        configuration.accessKeyID = accessKeyId
        configuration.accessKeySecret = Secret(accessKeySecret)
        configuration.latency = .milliseconds(latency)
        configuration.limit = limit
        configuration.pages = HistoryPageShape(rawValue: pages) ?? .records
        manners.apply(to: &configuration)
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

/// How a simulator behaves where no document says how CXone does, and how it misbehaves.
struct SimulatedManners: ParsableArguments {
    @Option(help: "What becomes of a state while the agent is on a contact: \(OnContact.names). Default: platform apply, acd queue.")
    var onContact: String?
    @Option(help: "What acd does with the state of an agent who is logged out: apply, or refuse with 409.") var onLoggedOut = "apply"
    @Option(help: "The status with which acd acknowledges a state: 200 or 202.") var stateAnswer = 202
    @Option(help: "Misbehave from this seed: the same seed and the same calls meet the same faults.") var chaos: UInt64?
    @Option(help: "The part of calls that --chaos meets, 0 to 1; and each agent is moved 60 times that an hour.") var chaosRate: Double?

    func validate() throws {
        guard onContact.map({ OnContact(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--on-contact must be one of \(OnContact.names)")
        }
        guard ["apply", "refuse"].contains(onLoggedOut) else { throw ValidationError("--on-logged-out must be apply or refuse") }
        guard [200, 202].contains(stateAnswer) else { throw ValidationError("--state-answer must be 200 or 202") }
        guard chaosRate.map({ (0...1).contains($0) }) ?? true else { throw ValidationError("--chaos-rate must be 0 to 1") }
        guard chaosRate == nil || chaos != nil else { throw ValidationError("--chaos-rate needs --chaos with a seed") }
    }

    /// The rate where only a seed is given.
    private static let usualRate = 0.05

    func apply(to configuration: inout SimulatorConfiguration) {
        configuration.onContact = onContact.flatMap(OnContact.init(rawValue:))
        configuration.setsLoggedOut = onLoggedOut == "apply"
        configuration.stateAnswer = stateAnswer
        configuration.chaos = chaos.map { (seed: $0, rate: chaosRate ?? Self.usualRate) }
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

extension SimulatedDialect {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension OnContact {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
