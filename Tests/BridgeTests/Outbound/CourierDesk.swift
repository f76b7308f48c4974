import AsyncHTTPClient
import Logging
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Synchronization
import Telemetry
import TestSupport
import WebhookSignature

@testable import Bridge

extension IDMinter {
    /// Names from a seed; they never repeat within one minter.
    static func seeded(_ seed: UInt64 = 7) -> IDMinter {
        let random = Mutex(SeededRandom(seed: seed, for: "ids"))
        return IDMinter(now: { 1_795_186_800_000_000 }) { count in
            random.withLock { random in (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        }
    }
}

extension Endpoint {
    static func sample(_ name: String = "wfm", url: String, keys: KeyRing) -> Endpoint {
        Endpoint(name: EndpointName(name), url: url, keys: keys, types: [.updated])
    }
}

/// A courier over a store on disk and real sockets, without the rest of a bridge.
struct CourierDesk: Sendable {
    let store: SQLiteStore
    /// What the courier sees of the store.
    let watched: WatchedStore
    let registry: MetricsRegistry
    let lines: LogLines
    private let courier: Courier
    private let group: ServiceGroup
    private let clock: WallClock

    struct Options: Sendable {
        var clock = WallClock.system
        var deadline: Duration = .seconds(15)
        var grace: Duration = .seconds(5)
        var limit = 64
        var directory: TemporaryDirectory?
        /// So many settlements of deliveries fail before the first one succeeds.
        var settlementsToRefuse = 0
    }

    /// Starts the courier, runs a test, stops everything.
    static func with<Result: Sendable>(
        _ endpoints: [Endpoint],
        _ options: Options = Options(),
        _ test: @Sendable (CourierDesk) async throws -> Result
    ) async throws -> Result {
        let directory = try options.directory ?? TemporaryDirectory()
        let registry = MetricsRegistry()
        let lines = LogLines()
        let logger = LogOutput(format: .json, level: .debug, sink: lines.sink, now: { 0 }).logger("courier")
        let store = try SQLiteStore(path: directory.path(of: "store.sqlite"), log: logger, metrics: registry)
        let watched = WatchedStore(store)
        watched.refuseSettlements(options.settlementsToRefuse)
        let mint = IDMinter.seeded(UInt64.random(in: 0 ... .max))
        let posters = endpoints.map { endpoint in
            Poster(
                endpoint: endpoint,
                http: HTTPClient(
                    eventLoopGroup: HTTPClient.defaultEventLoopGroup,
                    configuration: Poster.configuration(connections: options.limit)
                ),
                clock: options.clock,
                deadline: options.deadline
            )
        }
        let courier = Courier(
            posters: posters,
            parts: CourierParts(
                store: watched,
                scribe: Scribe(boot: "boot_test", mint: mint),
                mint: mint,
                clock: options.clock,
                metrics: CourierMetrics(in: registry),
                logger: logger,
                owner: "boot_test",
                limit: options.limit,
                grace: options.grace,
                recorded: {}
            )
        )
        let group = ServiceGroup(
            configuration: .init(services: [courier], logger: Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() }))
        )
        let desk = CourierDesk(
            store: store,
            watched: watched,
            registry: registry,
            lines: lines,
            courier: courier,
            group: group,
            clock: options.clock
        )
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { try await group.run() }
                    let result: Swift.Result<Result, any Error>
                    do { result = .success(try await test(desk)) } catch { result = .failure(error) }
                    await group.triggerGracefulShutdown()
                    try await tasks.waitForAll()
                    return try result.get()
                }
            )
        } catch {
            outcome = .failure(error)
        }
        try? await store.close()
        for poster in posters { try? await poster.http.shutdown() }
        withExtendedLifetime(directory) {}
        return try outcome.get()
    }

    /// Stores an event of an agent, as a step of reconciliation does, and tells the courier.
    func queue(_ event: String, of agent: String = "ann", to endpoints: [String] = ["wfm"], body: String? = nil) async throws {
        try await store.put(event, of: agent, to: endpoints, body: body, at: Instant(microseconds: clock.now()))
        courier.eventsQueued()
    }

    func wake() { courier.eventsQueued() }

    /// Begins the stop; `with` waits for its end.
    func stop() async { await group.triggerGracefulShutdown() }

    func counts(_ endpoint: String = "wfm") async throws -> DeliveryCounts {
        try await store.deliveryCounts()[EndpointName(endpoint)] ?? DeliveryCounts(queued: 0, dead: 0)
    }

    /// The types of the journal records in the store, with the ids of their events.
    func records() async throws -> [(type: String, event: String)] {
        try await store.journalRows(after: 0, limit: 10_000).map { row in
            let json = try JSONValue(parsing: row.content.bytes)
            return (json["type"]?.string ?? "", json["eventId"]?.string ?? "")
        }
    }
}

extension SQLiteStore {
    func put(_ event: String, of agent: String = "ann", to endpoints: [String] = ["wfm"], body: String? = nil, at now: Instant) async throws
    {
        var step = Settlement(agent: AgentID(tenant: .standard, userID: agent), now: now)
        step.events = [
            EventDraft(
                id: EventID(event),
                type: EventType.updated.rawValue,
                deliveries: endpoints.map { .init(id: DeliveryID("dlv_\(event)_\($0)"), endpoint: EndpointName($0)) },
                compose: { sequence in Array((body ?? #"{"id":"\#(event)","sequence":\#(sequence)}"#).utf8) }
            )
        ]
        try await settle(step)
    }
}
