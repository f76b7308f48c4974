import CXone
import CoreMetrics
import Logging
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Synchronization
import Telemetry

/// Runs agents that want a look, each at most once at a time.
final class Reconciler: Service {
    private let parts: ReconcilerParts
    private let queue: Mutex<AgentQueue>
    private let alarm = Alarm()
    private let stopping = Mutex(false)
    private let grace: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - limit: runs at once.
    ///   - grace: how long runs in hand may go on once the reconciler is to stop; real time, as the deadlines of calls are.
    init(parts: ReconcilerParts, limit: Int, grace: Duration, logger: Logger) {
        self.parts = parts
        self.grace = grace
        self.logger = logger
        queue = Mutex(AgentQueue(limit: limit))
        for (name, tenant) in parts.tenants {
            tenant.client.manners.whenBack { [weak self] in self?.isBack(name) }
        }
    }

    var planMetrics: PlanMetrics { parts.metrics.plan }

    /// Changes have come in.
    func accepted(_ changes: [Change]) {
        let soon = parts.now() + Forecaster.ahead
        let isNews = queue.withLock { queue in
            let next = queue.nextTimer()
            for change in changes {
                // A scheduled one may replace another, which is looked at now; that one's agent is known here.
                if change.state == .due {
                    queue.wake(change.agent, as: urgency(of: change))
                } else if change.reference != nil && queue.knows(change.agent) {
                    queue.wake(change.agent)
                } else {
                    queue.wake(change.agent, at: change.effectiveAt)
                }
                if change.effectiveAt <= soon { queue.expect(change.agent, urgency(of: change), from: change.effectiveAt) }
            }
            return queue.readyCount > 0 || queue.nextTimer() != next
        }
        // What is for later than all else wakes nobody: a published schedule is thousands of those.
        if isNews { alarm.ring() } else { report() }
    }

    /// These become due soon, or are open.
    func expect(_ changes: [Change]) {
        queue.withLock { queue in
            for change in changes { queue.expect(change.agent, urgency(of: change), from: change.effectiveAt) }
        }
    }

    private func urgency(of change: Change) -> Urgency {
        Urgency(change, unavailableFirst: parts.policies.policy(for: change).unavailableFirst)
    }

    func wake(_ agent: AgentID) {
        queue.withLock { $0.wake(agent) }
        alarm.ring()
    }

    /// These are to be looked at when there is room.
    func sweep(_ agents: [AgentID]) {
        queue.withLock { queue in
            for agent in agents { queue.sweep(agent) }
        }
        alarm.ring()
    }

    /// Whether the last sweep of a tenant still has agents to look at.
    func isSweeping(_ tenant: TenantName) -> Bool { queue.withLock { $0.isSweeping(tenant) } }

    /// An operator has switched something: what waited for it looks again.
    func switched() async throws(StoreFault) {
        try await parts.switches.read(from: parts.store)
        lookAgain()
    }

    /// Something that decisions lean on has changed: what waits is decided about anew.
    func lookAgain() {
        queue.withLock { $0.wakeWaiting() }
        alarm.ring()
    }

    /// CXone answers again: what waited for it is looked at soon, and not all at once.
    private func isBack(_ tenant: TenantName) {
        queue.withLock { $0.wakeWaiting(of: tenant, from: parts.now(), apart: .milliseconds(5), within: .seconds(10)) }
        alarm.ring()
    }

    /// Takes up what was open when the bridge last stopped.
    func recover() async throws(StoreFault) {
        try await parts.switches.read(from: parts.store)
        let agenda = try await parts.store.agenda()
        queue.withLock { queue in
            for item in agenda { queue.wake(item.agent, at: item.lookAt) }
        }
        let now = parts.now()
        expect(try await parts.store.upcoming(from: now - .hours(1), until: now + Forecaster.ahead, limit: Forecast.mostChanges))
        logger.info("Open changes taken up", metadata: .fields([.agents: "\(agenda.count)"]))
    }

    /// Runs until shut down; calls that are in hand then are finished, or given up after the grace.
    func run() async throws {
        try await withGracefulShutdownHandler {
            try await recover()
            await withDiscardingTaskGroup { group in
                await self.dispatch(into: &group)
                await self.lastEndings()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.stopping.withLock { $0 = true }
            self.alarm.ring()
        }
    }

    private func dispatch(into group: inout DiscardingTaskGroup) async {
        while !stopping.withLock({ $0 }), !Task.isCancelled {
            let now = parts.now()
            let paces = parts.tenants.mapValues(\.pace)
            let (started, timer) = queue.withLock { queue in
                var started: [(AgentID, Int, Bool)] = []
                while let next = queue.next(now: now, pace: { paces[$0] ?? .free }) {
                    started.append((next.agent, next.looks, queue.takeSweep(of: next.agent)))
                }
                return (started, queue.nextTimer())
            }
            for (agent, looks, sweeps) in started {
                group.addTask { await self.run(agent, looks: looks, sweeps: sweeps) }
            }
            report()
            await alarm.wait(until: timer?.microseconds, clock: parts.clock)
        }
    }

    /// Waits until nothing runs any more, but no longer than the grace.
    private func lastEndings() async {
        let end = WallClock.system.now() + grace.wholeMicroseconds
        while queue.withLock({ !$0.isIdle }), !Task.isCancelled, WallClock.system.now() < end {
            await alarm.wait(until: end, clock: .system)
        }
    }

    private func run(_ agent: AgentID, looks: Int, sweeps: Bool) async {
        let started = parts.clock.now()
        var lookAt: Instant?
        var looks = looks
        if let tenant = parts.tenants[agent.tenant] {
            var run = AgentRun(agent: agent, parts: parts, tenant: tenant, looks: looks, sweeps: sweeps)
            do throws(StoreFault) {
                lookAt = try await run.run()
                looks = run.looks
            } catch {
                logger.error(
                    "A run could not be recorded; the agent is looked at again",
                    metadata: .fields([.agentID: "\(agent)", .error: "\(error.label)", .errorDetail: "\(error)"])
                )
                lookAt = parts.now() + .seconds(1)
            }
        } else {
            logger.error(
                "Changes of an agent wait for a tenant that is not configured",
                metadata: .fields([.agentID: "\(agent)", .tenant: "\(agent.tenant)"])
            )
            lookAt = parts.now() + .minutes(1)
        }
        parts.metrics.runs.recordMicroseconds(parts.clock.now() - started)
        queue.withLock { $0.finished(agent, lookAt: lookAt, looks: looks) }
        alarm.ring()
    }

    private func report() {
        let (ready, running, scheduled) = queue.withLock { ($0.readyCount, $0.running, $0.scheduledCount) }
        parts.metrics.queue.set(.ready, to: Double(ready))
        parts.metrics.queue.set(.running, to: Double(running))
        parts.metrics.queue.set(.scheduled, to: Double(scheduled))
    }
}
