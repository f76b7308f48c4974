import ArgumentParser
import Bridge
import Foundation
import Logging
import Notation
import Reconciliation
import Rehearsal
import ServiceLifecycle
import Telemetry
import WebhookSignature

/// `serve`: the bridge.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The bridge: takes signed status changes in, makes CXone follow, sends signed events out.",
        discussion: """
            --simulate starts a CXone simulator and a WFM stand-in beside it: no account is needed. Without it CXone is the one \
            that the configuration or the environment names (CXONE_TENANT, CXONE_BASE_URL, CXONE_CLIENT_ID, CXONE_CLIENT_SECRET).
            SIGTERM and Ctrl-C finish what is in hand and stop.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Start a CXone simulator and a WFM stand-in beside the bridge.") var simulate = false
    @Option(help: "Port for status changes; 0 picks a free one.") var port: Int?
    @Option(help: "Port for operators; 0 picks a free one (the default with --simulate and with --port 0).") var operatorPort: Int?
    @Option(help: "Where events are sent.") var webhookUrl: String?
    @Option(help: "File to write what a client needs to know to, as JSON, once everything listens.") var info: String?
    @Flag(help: "Start although the journal is damaged; that is recorded.") var acceptJournalDamage = false
    @OptionGroup var roster: RosterOptions

    func validate() throws {
        guard [port, operatorPort].allSatisfy({ $0.map(PortFault.isPort) ?? true }) else {
            throw ValidationError("--port and --operator-port must be 0 to 65535")
        }
    }

    func run() async throws {
        do {
            try await serve()
        } catch let error as any Error & CustomStringConvertible {
            throw CommandFault(error.description)
        }
    }

    private func serve() async throws {
        let clock = WallClock.system
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            var settings = commandLine
            var simulator: SimulatorServer?
            if simulate {
                // Until the configuration is read, only what goes wrong is worth saying.
                var configuration = SimulatorConfiguration()
                configuration.agents = roster.agents
                configuration.seed = roster.seed
                let server = SimulatorServer(configuration, clock: clock, logger: Companion.quiet("simulator"))
                group.addTask { try await server.run() }
                let url = try await server.address().baseURL
                settings["allow.loopback"] = "true"
                settings["cxone.default.tenant"] = url
                settings["cxone.default.baseUrl"] = url
                settings["cxone.default.clientId"] = configuration.clientID
                settings["cxone.default.clientSecret"] = configuration.clientSecret.reveal()
                simulator = server
            }
            var configuration = try options.load(settings)
            LogOutput.bootstrap(format: configuration.log.format, level: configuration.log.level, now: clock.now)
            let logger = Logger(label: "wfm-bridge")
            for warning in configuration.warnings {
                logger.warning("The configuration should be looked at", metadata: .fields([.hint: "\(warning)"]))
            }
            let directory = DataDirectory(configuration.data)
            try directory.create()
            if let info { try ServeNotice.checkPlace(of: info) }
            let lock = try directory.lock(operatorURL: nil, at: clock.now())
            let standsIn = simulate && configuration.endpoints.isEmpty
            // The stand-in verifies with the endpoint's key, which is made with the endpoint, whose address it is.
            if standsIn { try configuration.sendEvents(to: "http://127.0.0.1:1") }
            let start = try FirstStart.prepare(configuration, in: directory, clock: clock)
            var events: String?
            if standsIn {
                let standIn = StandIn(
                    StandInConfiguration(keys: start.endpoints[.standard] ?? KeyRing()),
                    clock: clock,
                    logger: Companion.quiet("stand-in")
                )
                group.addTask { try await standIn.run() }
                events = try await standIn.address().baseURL
                try configuration.sendEvents(to: events ?? "")
            }
            let served = ServedConfiguration(configuration, start)
            let registry = MetricsRegistry()
            let setUp: @Sendable (ServedConfiguration) throws -> BridgeSetup = { [acceptJournalDamage] served in
                var setup = try BridgeSetup(
                    served.settings,
                    in: directory,
                    served.start,
                    clock: clock,
                    registry: registry,
                    logger: logger,
                    version: WFMBridge.version
                )
                setup.acceptJournalDamage = acceptJournalDamage
                return setup
            }
            let setup = try setUp(served)
            let bridge = try await OpenedBridge.open(setup, in: directory)
            let notice = ServeNotice(
                configuration: configuration,
                directory: directory,
                start: start,
                simulator: simulator,
                standsIn: standsIn
            )
            let announcer = Announcer { [info] in
                // Where a port cannot be bound, the bridge itself says so.
                guard let ports = try? await bridge.ports() else { return }
                try notice.announce(ports, lock: lock, info: info)
            }
            let reloader = await Reloading.service(of: bridge, served, logger: logger, setUp: setUp) { [options, settings, events] in
                var configuration = try options.load(settings)
                if let events { try configuration.sendEvents(to: events) }
                return ServedConfiguration(configuration, try FirstStart.prepare(configuration, in: directory, clock: clock, makes: false))
            }
            do {
                try await Running.untilStopped([bridge, announcer, reloader], logger: logger)
            } catch let fault as CommandFault {
                throw fault
            } catch {
                let listeners = [
                    (configuration.intake.host, configuration.intake.port), (configuration.operators.host, configuration.operators.port),
                ]
                throw CommandFault(PortFault.words(error, for: listeners))
            }
            lock.release()
        }
    }

    /// What the command line says about the configuration.
    private var commandLine: [String: String] {
        let environment = ProcessInfo.processInfo.environment
        let isConfigured = options.config != nil || environment["WFM_BRIDGE_CONFIG"] != nil
        var settings: [String: String] = [:]
        if let port { settings["intake.port"] = String(port) }
        if let operatorPort {
            settings["operators.port"] = String(operatorPort)
        } else if port == 0 || simulate, !isConfigured, environment["WFM_BRIDGE_OPERATORS_PORT"] == nil {
            settings["operators.port"] = "0"
        }
        // A demonstration is nobody else's business.
        if simulate, !isConfigured, environment["WFM_BRIDGE_INTAKE_HOST"] == nil { settings["intake.host"] = "127.0.0.1" }
        if let webhookUrl { settings["endpoints.wfm.url"] = webhookUrl }
        return settings
    }
}

/// Says that a bridge is ready; where that fails, nothing goes on as if it were.
private struct Announcer: Service {
    let announce: @Sendable () async throws -> Void

    func run() async throws {
        try await announce()
        try await gracefulShutdown()
    }
}

/// Parts that run beside the bridge.
enum Companion {
    static func quiet(_ label: String) -> Logger {
        var logger = Logger(label: label)
        logger.logLevel = .critical
        return logger
    }
}
