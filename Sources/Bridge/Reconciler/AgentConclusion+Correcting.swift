import Reconciliation
import Store
import Telemetry

/// A change in force was made again, because the agent had left what it asked for.
extension AgentConclusion {
    /// The WFM was told that the agent had left it, so it is told that he is back. The change stays as it was settled.
    func correct(_ evidence: Evidence, _ intent: Intent, _ compliance: Compliance, _ step: inout Settlement) {
        let status = change.wanted.status.rawValue
        let reason = live?.pauseReason ?? change.wanted.pauseReason
        step.reported = ReportedStatus(
            status: status,
            pauseReason: reason,
            since: evidence.startTime,
            observedAt: evidence.observedAt
        )
        let event = AgentEvent(
            type: .updated,
            agent: run.agent,
            status: status,
            timestamp: evidence.observedAt,
            latency: max(evidence.observedAt - intent.recordedAt, .zero),
            change: change,
            outcome: .applied,
            previousStatus: intent.previous?.label ?? dossier.lastReported?.status,
            pauseReason: reason,
            wrapUpCode: live?.wrapUpCode ?? change.wanted.wrapUpCode,
            observedAt: evidence.observedAt,
            cause: wasOverruled(before: intent) ? .override : .drift,
            evidence: evidence,
            timings: AgentEvent.Timings(cxone: run.callTime)
        )
        if let draft = parts.post.draft(event) { step.events.append(draft) }
    }

    /// Whether it was a person who had moved the agent.
    private func wasOverruled(before intent: Intent) -> Bool {
        guard let move = situation.ledger.lastPersonMove, move.at <= intent.recordedAt else { return false }
        return situation.ledger.lastConfirmed.map { move.at > $0.sentAt } ?? true
    }
}
