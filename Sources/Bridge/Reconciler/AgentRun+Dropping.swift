import Reconciliation
import Store

/// What has had its day before anything is decided: holds whose time is over, changes that others replaced or withdrew.
extension AgentRun {
    /// Ends holds whose time is over, so that the next decision is made without them.
    ///
    /// - Returns: whether there were any.
    func lapse(_ dossier: Dossier) async throws(StoreFault) -> Bool {
        let now = parts.now()
        let over = dossier.ledger.holds.filter { hold in hold.until.map { $0 <= now } ?? false }
        guard !over.isEmpty else { return false }
        var settlement = Settlement(agent: agent, now: now)
        settlement.lapsed = over.map(\.change)
        settlement.records = over.map { parts.scribe.lapsed($0, of: agent, at: now) }
        try await parts.commit(settlement)
        return true
    }

    func settleDropped(_ choice: Choice, _ dossier: Dossier) async throws(StoreFault) {
        guard !choice.superseded.isEmpty || !choice.cancelled.isEmpty || !choice.expired.isEmpty else { return }
        let now = parts.now()
        var settlement = Settlement(agent: agent, now: now)
        settlement.watermark = choice.expired.map(\.key).max { $0.isBelow($1) }
        var news: [(ChangeID, ChangeNews)] = []
        for (dropped, state, outcome, words) in [
            (choice.superseded, ChangeState.superseded, Outcome.superseded, "a newer change took its place"),
            (choice.cancelled, ChangeState.cancelled, Outcome.cancelled, "it was withdrawn"),
            (choice.expired, ChangeState.expired, Outcome.expired, "its time to act was over before the last write was settled"),
        ] {
            for change in dropped {
                // For expired the code is that of the last wait: it was for that write.
                let code = state == .expired ? WaitReason.outcomeUnknown.rawValue : outcome.rawValue
                let ending = Ending(change: change, state: state, outcome: outcome, code: code, detail: words)
                parts.write(ending, of: dossier, into: &settlement)
                news.append((change.id, ChangeNews(state: state, code: ending.code, detail: words)))
            }
        }
        try await parts.commit(settlement)
        for (change, item) in news { parts.watch.tell(change, item) }
    }
}
