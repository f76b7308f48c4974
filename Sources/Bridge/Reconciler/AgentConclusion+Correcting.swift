import Reconciliation
import Store

/// A change in force was made again, because the agent had left what it asked for.
extension AgentConclusion {
    /// The WFM was told that the agent had left it, so it is told that he is back. The change stays as it was settled.
    func correct(_ evidence: Evidence, _ intent: Intent, _ step: inout Settlement) {
        tell(
            .applied,
            wasOverruled(before: intent) ? .override : .drift,
            evidence,
            previous: intent.previous?.label,
            latency: max(evidence.observedAt - intent.recordedAt, .zero),
            AgentEvent.Timings(cxone: run.callTime),
            &step
        )
    }

    /// Whether it was a person who had moved the agent.
    private func wasOverruled(before intent: Intent) -> Bool {
        guard let move = situation.ledger.lastPersonMove, move.at <= intent.recordedAt else { return false }
        return situation.ledger.lastConfirmed.map { move.at > $0.sentAt } ?? true
    }
}
