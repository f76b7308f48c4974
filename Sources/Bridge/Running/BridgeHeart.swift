package import CXone
package import Logging
import Metrics
package import Notation
package import Reconciliation
package import Store
import WebhookSignature

/// The bridge between its listeners and the outside: intake behind the signature, reconciler, sweeper and outbox, over a store, a
/// clock, a client of CXone and a receiver of events that are given.
///
/// The same parts that `Bridge` runs, put together for simulated time: no socket, no file, no thread of its own.
package final class BridgeHeart: Sendable {
    package struct Setup: Sendable {
        package var store: any Store
        package var client: any CXoneClient
        package var policies: PolicyBook
        package var sources: [SourceName]
        package var endpoint: EndpointName
        package var clock: WallClock
        /// Gives so many random bytes.
        package var random: @Sendable (Int) -> [UInt8]
        /// Brings an event to its receiver; the HTTP status it answers, nil for none.
        package var post: @Sendable (Delivery) async -> Int?
        package var sweepEvery: Duration
        /// Runs at once.
        package var runs: Int
        package var logger: Logger

        package init(
            store: any Store,
            client: any CXoneClient,
            policies: PolicyBook,
            sources: [SourceName],
            endpoint: EndpointName,
            clock: WallClock,
            random: @escaping @Sendable (Int) -> [UInt8],
            post: @escaping @Sendable (Delivery) async -> Int?,
            sweepEvery: Duration,
            runs: Int,
            logger: Logger
        ) {
            self.store = store
            self.client = client
            self.policies = policies
            self.sources = sources
            self.endpoint = endpoint
            self.clock = clock
            self.random = random
            self.post = post
            self.sweepEvery = sweepEvery
            self.runs = runs
            self.logger = logger
        }
    }

    private struct Receiver: DeliveryAttempts {
        let endpoint: Endpoint
        let deadline: Duration = .seconds(10)
        let post: @Sendable (Delivery) async -> Int?

        func attempt(_ delivery: Delivery) async -> AttemptResult {
            guard let status = await post(delivery) else { return .unreachable(detail: "no answer") }
            return .answered(status: status, retryAfter: nil)
        }
    }

    private let reconciler: Reconciler
    private let sweeper: Sweeper
    private let forecaster: Forecaster
    private let line: EndpointLine
    private let intake: Intake
    private let console: Console
    private let clock: WallClock

    package init(_ setup: Setup) {
        let metrics = NOOPMetricsHandler.instance
        let mint = IDMinter(now: setup.clock.now, random: setup.random)
        let scribe = Scribe(boot: mint.boot(), mint: mint)
        let gate = RecordingGate()
        let tenants = [TenantName.standard: Tenant(name: .standard, client: setup.client)]
        let policies = PolicyShelf([.standard: setup.policies])
        let stampedes = StampedeWatch()
        let watch = ChangeWatch()
        let types: Set<EventType> = [.updated, .updateFailed]
        let endpoint = Endpoint(name: setup.endpoint, url: "", keys: KeyRing([]), types: types)
        let line = EndpointLine(
            poster: Receiver(endpoint: endpoint, post: setup.post),
            parts: CourierParts(
                store: setup.store,
                scribe: scribe,
                mint: mint,
                clock: setup.clock,
                metrics: CourierMetrics(in: metrics),
                logger: setup.logger,
                owner: scribe.boot,
                limit: 8,
                grace: .seconds(1),
                recorded: {}
            )
        )
        let reconciler = Reconciler(
            parts: ReconcilerParts(
                store: setup.store,
                tenants: tenants,
                switches: Current(Switches(paused: false)),
                policies: policies,
                stampedes: stampedes,
                post: EventPost(subscriptions: [.init(endpoint: setup.endpoint, types: types)], mint: mint, metrics: metrics),
                scribe: scribe,
                mint: mint,
                watch: watch,
                gate: gate,
                clock: setup.clock,
                metrics: ReconcilerMetrics(in: metrics),
                recorded: {},
                eventsQueued: { line.wake() }
            ),
            limit: setup.runs,
            grace: .seconds(1),
            logger: setup.logger
        )
        self.line = line
        self.reconciler = reconciler
        clock = setup.clock
        sweeper = Sweeper(
            reconciler: reconciler,
            store: setup.store,
            tenants: [.standard],
            mint: mint,
            clock: setup.clock,
            logger: setup.logger,
            every: setup.sweepEvery
        )
        forecaster = Forecaster(
            tenants: tenants,
            policies: policies,
            store: setup.store,
            metrics: reconciler.planMetrics,
            expect: { reconciler.expect($0) },
            clock: setup.clock,
            logger: setup.logger
        )
        intake = Intake(
            sources: Current(
                Dictionary(uniqueKeysWithValues: setup.sources.map { ($0, Source(name: $0, tenant: .standard, keys: KeyRing([]))) })
            ),
            store: setup.store,
            scribe: scribe,
            mint: mint,
            clock: setup.clock,
            metrics: IntakeMetrics(in: metrics),
            unsigned: UnsignedTally(),
            gate: gate,
            recorded: {},
            accepted: { reconciler.accepted($0) },
            withdrawn: { agents in for agent in agents.sorted() { reconciler.wake(agent) } }
        )
        console = Console(
            store: setup.store,
            tenants: tenants,
            policies: policies,
            stampedes: stampedes,
            scribe: scribe,
            mint: mint,
            clock: setup.clock,
            watch: watch,
            gate: gate,
            accepted: { reconciler.accepted($0) },
            wake: { reconciler.wake($0) },
            switchesChanged: { reconciler.switched($0) },
            recorded: {},
            patience: .seconds(10)
        )
    }

    /// Takes up what is open and runs until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            // It throws where the store cannot be read at all; then there is nothing to run.
            group.addTask { try? await self.reconciler.run() }
            group.addTask { await self.line.run() }
            group.addTask { try? await self.sweeper.run() }
            group.addTask { try? await self.forecaster.run() }
        }
    }

    /// Takes in a request as if its signature had been verified.
    ///
    /// - Returns: the HTTP status of the answer.
    package func accept(_ body: [UInt8], id: RequestID, from name: SourceName) async -> Int {
        guard let source = intake.sources.value[name] else { return 404 }
        do throws(Problem) {
            let request = Intake.Request(source: source, id: id, at: Instant(microseconds: clock.now()))
            return try await intake.accept(body, request).status
        } catch {
            return error.status
        }
    }

    /// Carries out what an operator orders.
    package func perform(_ order: ConsoleOrder) async -> JSONValue? {
        do throws(Problem) {
            return try await console.perform(order, by: Operator(name: "operator", role: .operator))
        } catch {
            return nil
        }
    }
}
