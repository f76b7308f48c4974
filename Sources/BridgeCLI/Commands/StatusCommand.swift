import ArgumentParser
import Bridge
import CXone
import Foundation
import Logging
import NIOHTTP1
import Notation
import Reconciliation
import ServiceLifecycle
import Telemetry

/// `status`: one agent's status, seen and changed from the terminal.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "An agent's status: see it, change it.",
        subcommands: [Get.self, Set.self]
    )

    /// `status get`.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints what CXone says an agent is doing.")

        @Argument(help: "The CXone user id.") var user: String
        @Option(help: "The tenant; the only one, or default, if left out.") var tenant: String?
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let clock = WallClock.system
            let started = clock.now()
            let configuration = try options.load()
            let user = user
            guard UserIDText.isValid(user) else { try Self.refuse() }
            let tenant = try configuration.tenant(named: tenant)
            let result: ManualResult = try await DirectCXone.with(configuration, tenant: tenant) { client in
                do throws(CXoneFault) {
                    let now = Instant(microseconds: clock.now())
                    let reading = try await client.liveStatus(user, notBefore: now, patience: nil).value
                    return ManualResult(data: reading.json(of: user), latency: .microseconds(clock.now() - started), httpStatus: 200)
                } catch {
                    return ManualResult(
                        code: error.label,
                        detail: error.description,
                        latency: .microseconds(clock.now() - started),
                        httpStatus: 502
                    )
                }
            }
            Terminal.say(result.json.encodedText(pretty: Terminal.outputIsTerminal))
            if !result.success { throw ExitCode(1) }
        }

        /// What both commands say of an id that nobody can have.
        fileprivate static func refuse() throws -> Never {
            let result = ManualResult(code: "invalid_user_id", detail: UserIDText.rule, latency: .zero, httpStatus: 422)
            Terminal.say(result.json.encodedText(pretty: Terminal.outputIsTerminal))
            throw ExitCode(1)
        }
    }

    /// `status set`.
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes one validated change, through the same checks as a webhook.",
            discussion: """
                Prints {success, data, latencyMs}; data is the confirmed status as CXone gave it. A change that would have to wait is \
                withdrawn and reported as failed, with exit code 1. Goes through the bridge that runs on the data directory, or does \
                the work itself where none runs.
                """
        )

        @Argument(help: "The CXone user id.") var user: String
        @Argument(help: "Available, Busy, Break, Training or Offline.") var status: String
        @Option(help: "Needed for Break.") var pauseReason: String?
        @Option(help: "The wrap-up code.") var wrapUpCode: String?
        @Flag(help: "Go Available as soon as wrap-up ends.") var forceAvailability = false
        @Option(help: "The tenant; the only one, or default, if left out.") var tenant: String?
        @Option(help: "The operators' address of the bridge to use.") var bridge: String?
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let configuration = try options.load()
            guard UserIDText.isValid(user) else { try Get.refuse() }
            let directory = DataDirectory(configuration.data)
            let answer: JSONValue
            if let client = try OperatorsClient.find(bridge, in: directory) {
                let path = user.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? user
                let started = WallClock.system.now()
                let query = ConsoleOrder.query([("tenant", tenant)])
                guard let json = try await client.call(.PUT, "/v1/agents/\(path)/status\(query)", body).json else {
                    throw CommandFault("the bridge at \(client.url) gave no answer that can be read")
                }
                answer = Self.result(json, latency: .microseconds(WallClock.system.now() - started))
            } else {
                answer = try await change(configuration, directory).json
            }
            Terminal.say(answer.encodedText(pretty: Terminal.outputIsTerminal))
            if answer["success"]?.bool != true { throw ExitCode(1) }
        }

        private var body: JSONValue {
            [
                "status": .string(status), "pauseReason": .string(orNull: pauseReason), "wrapUpCode": .string(orNull: wrapUpCode),
                "forceAvailability": .bool(forceAvailability),
            ]
        }

        /// A problem body (a token that does not fit, a full disk) in the shape of a result.
        private static func result(_ json: JSONValue, latency: Duration) -> JSONValue {
            guard json["success"] == nil else { return json }
            return ManualResult(
                code: json["code"]?.string ?? "unreadable_answer",
                detail: json["detail"]?.string
                    ?? "the answer is neither a result nor a problem; is this the operators' address of a bridge?",
                latency: latency,
                httpStatus: 502
            ).json
        }

        /// Does the work in this process, under the data directory's lock.
        private func change(_ configuration: BridgeConfiguration, _ directory: DataDirectory) async throws -> ManualResult {
            let clock = WallClock.system
            LogOutput.bootstrap(format: configuration.log.format, level: max(configuration.log.level, .warning), now: clock.now)
            try directory.create()
            let lock = try directory.lock(operatorURL: nil, at: clock.now())
            defer { lock.release() }
            let start = try FirstStart.prepare(configuration, in: directory, clock: clock)
            let setup = try BridgeSetup(
                configuration,
                in: directory,
                start,
                listens: false,
                clock: clock,
                registry: MetricsRegistry(),
                logger: Logger(label: "wfm-bridge"),
                version: WFMBridge.version
            )
            let bridge = try await OpenedBridge.open(setup, in: directory)
            let group = ServiceGroup(configuration: .init(services: [bridge], logger: Companion.quiet("wfm-bridge")))
            return try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let result: Swift.Result<ManualResult, any Error>
                do {
                    result = .success(try await bridge.setStatus(user, body, tenant: tenant, by: NSUserName()))
                } catch {
                    result = .failure(error)
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return try result.get()
            }
        }
    }
}
