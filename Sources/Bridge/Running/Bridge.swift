import AsyncHTTPClient
import CXone
import Journal
import LibCrypto
import Logging
import Metrics
package import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Telemetry

/// The whole service: store, journal, courier, reconciler and listeners, started in this order and stopped in reverse, the last
/// two together.
package final class Bridge: Service {
    private let setup: BridgeSetup
    private let store: any Store
    private let journal: JournalWriter
    private let parts: WorkingParts
    private let courier: Courier
    private let tenants: [TenantName: Tenant]
    private let gate: RecordingGate
    private let scribe: Scribe
    private let unsigned: UnsignedTally
    private let intakeListener: Listener?
    private let operatorsListener: Listener?
    private let adjustables: Adjustables
    private let clients: [HTTPClient]
    private let cxone: CXoneSpeech

    /// Opens the store and the journal and puts the parts together; nothing runs yet.
    ///
    /// - Throws: `StoreFault` or `JournalFault`, where what is on the disk cannot be used.
    package static func open(_ setup: BridgeSetup) async throws -> Bridge {
        let store = try SQLiteStore(path: setup.storePath, log: setup.logger, metrics: setup.registry)
        let mint = IDMinter(now: setup.clock.now) { count in
            // libcrypto's generator failing is nothing to go on from; ids must not repeat.
            (try? RandomBytes.make(count: count)) ?? (0..<count).map { _ in UInt8.random(in: 0...255) }
        }
        let scribe = Scribe(boot: mint.boot(), mint: mint)
        var settings = WriterSettings(directory: setup.journalPath, boot: scribe.boot, acceptDamage: setup.acceptJournalDamage)
        settings.batchRecords = 2_000
        settings.drainTime = setup.stop.journal
        let journal = try await JournalWriter.open(
            settings,
            feed: JournalFeed(of: store),
            clock: setup.clock,
            logger: setup.logger,
            factory: setup.registry,
            disk: setup.journalDisk
        )
        return Bridge(setup, store: store, journal: journal, scribe: scribe)
    }

    private init(_ setup: BridgeSetup, store: any Store, journal: JournalWriter, scribe: Scribe) {
        self.setup = setup
        self.store = store
        self.journal = journal
        self.scribe = scribe
        let metrics: any MetricsFactory = setup.registry
        gate = RecordingGate()
        gate.watch(journal)
        unsigned = UnsignedTally()
        let http = CXoneHTTP.client()
        let posters = setup.endpoints.map { endpoint in
            Poster(
                endpoint: endpoint,
                http: HTTPClient(
                    eventLoopGroup: HTTPClient.defaultEventLoopGroup,
                    configuration: Poster.configuration(connections: setup.deliveries)
                ),
                clock: setup.clock,
                deadline: setup.deliveryDeadline
            )
        }
        clients = [http] + posters.map(\.http)

        let cxone = CXoneSpeech(http: http, metrics: CXoneMetrics(in: metrics), clock: setup.clock, logger: setup.logger)
        self.cxone = cxone
        let tenants = Dictionary(
            uniqueKeysWithValues: setup.tenants.map { name, tenant in
                (name, Tenant(name: name, client: cxone.client(tenant.cxone), agents: tenant.agents))
            }
        )
        let adjustables = Adjustables(setup, posters: posters)
        self.adjustables = adjustables
        self.tenants = tenants
        let recorded: @Sendable () -> Void = { journal.wake() }
        let courier = Courier(
            posters: posters,
            parts: CourierParts(
                store: store,
                scribe: scribe,
                mint: scribe.mint,
                clock: setup.clock,
                metrics: CourierMetrics(in: metrics),
                logger: setup.logger,
                owner: scribe.boot,
                limit: setup.deliveries,
                grace: setup.stop.deliveries,
                recorded: recorded
            )
        )
        self.courier = courier
        parts = WorkingParts(
            WorkingParts.Given(
                store: store,
                tenants: tenants,
                policies: adjustables.policies,
                sources: adjustables.sources,
                subscriptions: setup.endpoints.map { EventPost.Subscription(endpoint: $0.name, types: $0.types) },
                scribe: scribe,
                gate: gate,
                unsigned: unsigned,
                clock: setup.clock,
                metrics: metrics,
                logger: setup.logger,
                recorded: recorded,
                eventsQueued: { courier.eventsQueued() },
                runs: setup.runs,
                sweepEvery: setup.sweepEvery,
                patience: setup.manualPatience,
                stop: setup.stop
            )
        )
        let (intake, console) = (parts.intake, parts.console)
        intakeListener = setup.intake.map { address in
            Listener(
                host: address.host,
                port: address.port,
                responder: IntakeRoutes.responder(intake, limits: setup.limits, metrics: metrics),
                limits: setup.limits,
                stopTime: setup.stop.requests,
                metrics: ConnectionMetrics(.intake, in: metrics),
                logger: Self.quiet(setup.logger)
            )
        }
        let gate = gate
        operatorsListener = setup.operators.map { address in
            Listener(
                host: address.host,
                port: address.port,
                responder: ConsoleRoutes.responder(
                    console,
                    authenticate: { adjustables.authenticate.value($0) },
                    registry: setup.registry,
                    readiness: { await Readiness(gate: gate, store: store, tenants: tenants, now: setup.clock.now()) },
                    limits: setup.limits
                ),
                limits: setup.limits,
                stopTime: setup.stop.requests,
                metrics: ConnectionMetrics(.operators, in: metrics),
                logger: Self.quiet(setup.logger)
            )
        }
    }

    /// Hummingbird says more than operators want to read, and its request log prints whole URIs.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    /// The ports of intake and operators, once both accept; nil for a listener that is not set up.
    package func ports() async throws -> (intake: Int?, operators: Int?) {
        (try await intakeListener?.port(), try await operatorsListener?.port())
    }

    /// Takes over what may change while it runs: sources and their keys, the endpoints' keys, operators' tokens, policies, and
    /// how tenants of CXone are spoken to.
    ///
    /// - Parameter changes: what is new.
    package func adopt(_ new: BridgeSetup, _ changes: ConfigurationChanges) async throws {
        adjustables.adopt(new)
        for name in changes.tenants {
            guard let tenant = tenants[name], let settings = new.tenants[name] else { continue }
            tenant.speak(through: cxone.client(settings.cxone, in: tenant.client.manners), agents: settings.agents)
        }
        parts.reconciler.lookAgain()
        try await record(.config, "configuration adopted", ["changed": .object(changes.taken)])
    }

    /// Makes one change by hand, in the bridge's own process.
    package func setStatus(_ userID: String, _ body: JSONValue, tenant: String?, by person: String) async throws -> ManualResult {
        try await parts.console.setStatus(userID, body, tenant: tenant, by: Operator(name: person, role: .operator))
    }

    /// Carries out an operator's order in the bridge's own process.
    package func perform(_ order: ConsoleOrder, by person: String) async throws -> JSONValue {
        try await parts.console.perform(order, by: Operator(name: person, role: .operator))
    }

    /// Ends a bridge that was opened for an order and never ran.
    package func close() async {
        try? await store.close()
        for client in clients { try? await client.shutdown() }
    }

    /// Runs until shut down or cancelled; then finishes what is in hand, flushes the journal and closes the store.
    package func run() async throws {
        BuildInfo.publish(version: setup.version, startedAt: setup.clock.now(), in: setup.registry)
        try await record(.start, "start", ["version": .string(setup.version)])
        let upkeep = Upkeep(
            store: store,
            unsigned: unsigned,
            gauges: StoreGauges(store: store, metrics: setup.registry),
            tenants: tenants,
            scribe: scribe,
            clock: setup.clock,
            logger: setup.logger
        )
        let listeners: [any Service] = [intakeListener, operatorsListener].compactMap { $0 }
        let stopping = StopSign(gate: gate)
        let front = Together(services: [parts.reconciler, parts.sweeper, parts.forecaster] + listeners)
        let services: [any Service] = [JournalService(bridge: self), upkeep, courier, front, stopping]
        var configuration = ServiceGroupConfiguration(services: services, logger: Self.quiet(setup.logger))
        configuration.maximumGracefulShutdownDuration = setup.stop.limit
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await ServiceGroup(configuration: configuration).run())
        } catch {
            outcome = .failure(error)
        }
        try? await store.close()
        for client in clients { try? await client.shutdown() }
        try outcome.get()
    }

    private func record(_ type: JournalRecordType, _ action: String, _ others: JSONObject) async throws {
        let now = Instant(microseconds: setup.clock.now())
        try await store.record([scribe.process(type, action, others, at: now)], at: now)
        journal.wake()
    }

    /// The journal as a part that runs: the first to start but the store, the last to stop.
    private struct JournalService: Service {
        let bridge: Bridge

        func run() async throws {
            try await withGracefulShutdownHandler {
                try await bridge.journal.run()
            } onGracefulShutdown: {
                // Everything else has stopped by now; the last record says so.
                Task {
                    try? await bridge.record(.stop, "stop", [:])
                    bridge.journal.stop()
                }
            }
        }
    }
}

/// The first part to stop: from then on nothing new is taken in.
private struct StopSign: Service {
    let gate: RecordingGate

    func run() async throws {
        try? await gracefulShutdown()
        gate.stop()
    }
}
