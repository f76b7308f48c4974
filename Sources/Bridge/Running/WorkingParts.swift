import Logging
import Metrics
import Notation
import Reconciliation
import Store

/// What works between the listeners and the outside: intake, reconciler, sweep, forecast and console, put together once for the
/// bridge on sockets and files and for simulated time.
struct WorkingParts: Sendable {
    /// What they are put together of.
    struct Given {
        var store: any Store
        var tenants: [TenantName: Tenant]
        var policies: PolicyShelf
        var sources: Current<[SourceName: Source]>
        var subscriptions: [EventPost.Subscription]
        var scribe: Scribe
        var gate: RecordingGate
        var unsigned: UnsignedTally
        var clock: WallClock
        var metrics: any MetricsFactory
        var logger: Logger
        /// Called after every commit that may hold records.
        var recorded: @Sendable () -> Void
        /// Called after every commit that holds events.
        var eventsQueued: @Sendable () -> Void
        /// Runs of agents at once.
        var runs: Int
        /// Between two sweeps of all agents.
        var sweepEvery: Duration
        /// How long a change made by hand may take.
        var patience: Duration
        var stop = StopTimes()
    }

    let reconciler: Reconciler
    let sweeper: Sweeper
    let forecaster: Forecaster
    let intake: Intake
    let console: Console

    init(_ given: Given) {
        let mint = given.scribe.mint
        let stampedes = StampedeWatch()
        let watch = ChangeWatch()
        let reconciler = Reconciler(
            parts: ReconcilerParts(
                store: given.store,
                tenants: given.tenants,
                switches: FleetSwitches(),
                policies: given.policies,
                stampedes: stampedes,
                post: EventPost(subscriptions: given.subscriptions, mint: mint, metrics: given.metrics),
                scribe: given.scribe,
                mint: mint,
                watch: watch,
                gate: given.gate,
                clock: given.clock,
                metrics: ReconcilerMetrics(in: given.metrics),
                logger: given.logger,
                recorded: given.recorded,
                eventsQueued: given.eventsQueued
            ),
            limit: given.runs,
            grace: given.stop.runs,
            logger: given.logger
        )
        self.reconciler = reconciler
        sweeper = Sweeper(
            reconciler: reconciler,
            store: given.store,
            tenants: given.tenants.keys.sorted(),
            mint: mint,
            clock: given.clock,
            logger: given.logger,
            every: given.sweepEvery
        )
        forecaster = Forecaster(
            tenants: given.tenants,
            policies: given.policies,
            store: given.store,
            metrics: reconciler.planMetrics,
            expect: { reconciler.expect($0) },
            clock: given.clock,
            logger: given.logger
        )
        intake = Intake(
            sources: given.sources,
            store: given.store,
            scribe: given.scribe,
            mint: mint,
            clock: given.clock,
            metrics: IntakeMetrics(in: given.metrics),
            unsigned: given.unsigned,
            gate: given.gate,
            recorded: given.recorded,
            accepted: { reconciler.accepted($0) },
            // Sorted, so that the order is the same in every process.
            withdrawn: { agents in for agent in agents.sorted() { reconciler.wake(agent) } }
        )
        console = Console(
            store: given.store,
            tenants: given.tenants,
            policies: given.policies,
            stampedes: stampedes,
            scribe: given.scribe,
            mint: mint,
            clock: given.clock,
            watch: watch,
            gate: given.gate,
            accepted: { reconciler.accepted($0) },
            wake: { reconciler.wake($0) },
            switchesChanged: { () async throws(StoreFault) in try await reconciler.switched() },
            recorded: given.recorded,
            patience: given.patience,
            lastPatience: given.stop.requests - .seconds(1)
        )
    }
}
