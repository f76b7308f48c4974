import CXone
import CoreMetrics
import Logging
import Metrics
import Notation
import Reconciliation
import Store
import Telemetry

/// What every run of the reconciler works with.
struct ReconcilerParts: Sendable {
    let store: any Store
    let tenants: [TenantName: Tenant]
    let switches: FleetSwitches
    let policies: PolicyShelf
    let stampedes: StampedeWatch
    let post: EventPost
    let scribe: Scribe
    let mint: IDMinter
    let watch: ChangeWatch
    /// Whether what is done would be recorded.
    let gate: RecordingGate
    let clock: WallClock
    let metrics: ReconcilerMetrics
    let logger: Logger
    /// Called after every commit that may hold records or deliveries.
    let recorded: @Sendable () -> Void
    let eventsQueued: @Sendable () -> Void

    func now() -> Instant { Instant(microseconds: clock.now()) }

    /// What holds for all agents, as far as a change's decision leans on it.
    ///
    /// - Parameter newest: the last change that the store had taken in when this one was found there.
    func fleet(of tenant: Tenant, for change: Change, newest: Int64, policy: Policy) async throws(StoreFault) -> Fleet {
        let switches = switches.value
        return Fleet(
            isPaused: switches.paused,
            isShadow: switches.isShadow(change, policy: policy.shadow),
            stampede: try await stampedes.count(
                for: change,
                newest: newest,
                among: tenant.agentCount,
                policy: policy,
                in: store,
                now: now()
            ),
            cxone: cxone(of: tenant),
            otherUserReadableAt: tenant.otherUserReadable(than: change.agent.userID)
        )
    }

    /// Whether CXone is called now; those who wait come back one after the other, and the first finds out.
    private func cxone(of tenant: Tenant) -> Fleet.Reachability {
        let reachability = tenant.client.manners.reachability(now: now())
        guard case .away(let until?) = reachability else { return reachability }
        return .away(until: until + Self.spread * mint.fraction())
    }

    private static let spread: Duration = .seconds(2)

    func commit(_ settlement: Settlement) async throws(StoreFault) {
        try await store.settle(settlement)
        recorded()
        if !settlement.events.isEmpty { eventsQueued() }
    }
}

struct ReconcilerMetrics: Sendable {
    let decisions: CounterFamily<VerdictLabel, VerdictReason>
    let settled: CounterFamily<Outcome>
    let dispatch: Metrics.Timer
    let confirmation: Metrics.Timer
    let calls: Recorder
    let runs: Metrics.Timer
    let plan: PlanMetrics
    let queue: GaugeFamily<QueueKind>

    init(in factory: any MetricsFactory) {
        decisions = CounterFamily(.reconcilerDecisions, in: factory)
        settled = CounterFamily(.changesSettled, in: factory)
        dispatch = MetricName.changeDispatchSeconds.timer(in: factory)
        confirmation = MetricName.changeConfirmationSeconds.timer(in: factory)
        calls = MetricName.cxoneCallsPerChange.histogram(in: factory)
        runs = MetricName.reconcilerRunSeconds.timer(in: factory)
        plan = PlanMetrics(in: factory)
        queue = GaugeFamily(.reconcilerQueueDepth, in: factory)
    }

    func count(_ verdict: Verdict) {
        decisions.increment(VerdictLabel(label: verdict.label), VerdictReason(verdict))
    }

    /// A write is about to leave.
    func dispatched(_ change: Change, at now: Instant) {
        dispatch.recordMicroseconds(max(0, now.microseconds - change.dueAt.microseconds))
    }

    func confirmed(_ change: Change, at now: Instant, calls made: Int) {
        confirmation.recordMicroseconds(max(0, now.microseconds - change.dueAt.microseconds))
        calls.record(made)
        plan.confirmed(change, at: now)
    }
}

enum QueueKind: String, MetricLabel {
    case ready, running, scheduled
}

/// The kind of a decision, bounded by `Verdict`.
struct VerdictLabel: MetricLabel {
    let label: String
}

/// Why, for the kinds that have a reason; bounded by the reasons' enums.
struct VerdictReason: MetricLabel {
    let label: String

    init(_ verdict: Verdict) {
        label =
            switch verdict {
            case .look(let what): what.rawValue
            case .wait(let reason, _): reason.rawValue
            case .refuse(let code): code.rawValue
            case .fail(.cxone): "cxone"
            case .fail(let code): code.description
            case .confirm(let evidence), .already(let evidence): evidence.grade.rawValue
            case .satisfied(let evidence, _): evidence.grade.rawValue
            case .hold(let reason, _): reason.rawValue
            case .apply(let wanted), .withdraw(let wanted): wanted.status.rawValue
            case .disprove, .expire, .shadow: ""
            }
    }
}

extension Outcome: MetricLabel {}
