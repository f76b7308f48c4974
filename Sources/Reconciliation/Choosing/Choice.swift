/// Which of an agent's open changes is the desired one, and which have had their day.
package struct Choice: Sendable, Hashable {
    /// The change to decide about now, if one is due.
    package var desired: Change?
    /// Changes to settle as superseded: replaced by a newer version, or below the highest key ever chosen.
    package var superseded: [Change] = []
    /// Changes somebody withdrew, to settle as cancelled.
    package var cancelled: [Change] = []
    /// Changes whose time ran out while the write of another one had to be settled first, to settle as expired. Each counts as
    /// chosen: what lies below it is not taken up again.
    package var expired: [Change] = []
    /// When the next scheduled change becomes due.
    package var nextDue: Instant?
    /// Had the change of the open intent not to be settled first, it would be dropped: replaced, withdrawn or outranked.
    package var isApplyingOvertaken = false

    /// Chooses among the open changes of one agent.
    ///
    /// - Parameters:
    ///   - open: every change of the agent that is not final.
    ///   - watermark: the highest key ever chosen for the agent.
    ///   - applying: the change of an intent whose outcome is not known: it is settled before anything else may move.
    package init(among open: [Change], watermark: ChangeKey?, applying: ChangeID?, now: Instant) {
        var bestOfSource: [SourceName: Change] = [:]
        var due: [Change] = []
        for change in open where change.id != applying {
            if change.replacedBy != nil {
                superseded.append(change)
            } else if change.cancelRequestedAt != nil {
                cancelled.append(change)
            } else if change.effectiveAt > now {
                nextDue = nextDue.map { min($0, change.effectiveAt) } ?? change.effectiveAt
            } else {
                due.append(change)
                if let best = bestOfSource[change.source], change.key.isBelow(best.key) { continue }
                bestOfSource[change.source] = change
            }
        }
        if let applying, let change = open.first(where: { $0.id == applying }) {
            desired = change
            isApplyingOvertaken =
                change.replacedBy != nil || change.cancelRequestedAt != nil
                || bestOfSource.values.contains { !$0.key.isBelow(change.key) } || watermark.map { change.key.isBelow($0) } ?? false
            expired = due.filter { now > $0.expiresAt }
        } else {
            for source in bestOfSource.keys.sorted() {
                guard let candidate = bestOfSource[source] else { continue }
                if let watermark, candidate.key.isBelow(watermark) { continue }
                if let best = desired, candidate.key.isBelow(best.key) { continue }
                desired = candidate
            }
            superseded += due.filter { $0.id != desired?.id }
        }
        superseded.sort { $0.acceptance < $1.acceptance }
        cancelled.sort { $0.acceptance < $1.acceptance }
        expired.sort { $0.acceptance < $1.acceptance }
    }
}
