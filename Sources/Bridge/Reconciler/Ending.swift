import Notation
import Reconciliation
import Store
import Telemetry

/// The end of a change without a status to report: refused, expired, superseded, cancelled or failed.
struct Ending: Sendable {
    var change: Change
    var state: ChangeState
    var outcome: Outcome
    var code: String?
    var detail: String
    var reading: LiveReading?
    var readAt: Instant?
    var decision: Decision?
    var timings = AgentEvent.Timings()
}

extension ReconcilerParts {
    /// Adds an ending to a step: the transition, the event, the record.
    func write(_ ending: Ending, of dossier: Dossier, into settlement: inout Settlement) {
        let change = ending.change
        let now = settlement.now
        settlement.transitions.append(
            Transition(change: change.id, to: ending.state, outcome: ending.outcome, code: ending.code)
        )
        let latency = max(now - change.dueAt, .zero)
        let event = AgentEvent(
            type: .updateFailed,
            agent: change.agent,
            status: change.wanted.status.rawValue,
            timestamp: now,
            latency: latency,
            change: change,
            outcome: ending.outcome,
            previousStatus: ending.reading?.status.label ?? lastObserved(change.agent, dossier),
            pauseReason: change.wanted.pauseReason,
            wrapUpCode: change.wanted.wrapUpCode,
            observedAt: ending.readAt,
            cause: .request,
            evidence: ending.readAt.flatMap { at in ending.reading.map { Evidence($0, observedAt: at) } },
            timings: ending.timings,
            code: ending.code,
            detail: ending.detail
        )
        let draft = post.draft(event)
        if let draft { settlement.events.append(draft) }
        settlement.records.append(scribe.settled(ending, event: draft?.id, latency: latency, at: now))
        metrics.settled.increment(ending.outcome)
    }

    /// The status that the agent was last seen in: by a read of this run of the bridge, or as it was last reported.
    private func lastObserved(_ agent: AgentID, _ dossier: Dossier) -> String? {
        let seen = tenants[agent.tenant]?.lastStatus(of: agent.userID)
        guard let reported = dossier.lastReported else { return seen?.label }
        guard let seen, seen.at > reported.observedAt else { return reported.status }
        return seen.label
    }
}
