import GRDB
import Reconciliation

/// Changes as steps move them.
extension SQLiteTransaction {
    /// What a step must know of a change before it moves it.
    struct StoredChange {
        var acceptance: Int64
        var agent: Int64
        var state: ChangeState
        var expiresAt: Instant
        var isCancelled: Bool
        var isReplaced: Bool
    }

    func stored(_ id: ChangeID) throws -> StoredChange? {
        try first(
            """
            SELECT acceptance, agent, state, expires_at, cancel_requested_at IS NOT NULL, replaced_by IS NOT NULL
            FROM changes WHERE id = ?
            """,
            [id.text]
        ) { fields in
            StoredChange(
                acceptance: try fields.int(),
                agent: try fields.int(),
                state: try fields.word(),
                expiresAt: try fields.instant(),
                isCancelled: try fields.flag(),
                isReplaced: try fields.flag()
            )
        }
    }

    func change(_ id: ChangeID, of agent: AgentRow) throws -> StoredChange {
        guard let change = try stored(id) else { throw StoreFault.moved("change \(id) is not in the store") }
        guard change.agent == agent.id else { throw StoreFault.corrupt("change \(id) is not one of agent \(agent.agent)") }
        return change
    }

    func move(_ change: StoredChange, by transition: Transition, at now: Instant) throws {
        try run(
            """
            UPDATE changes SET state = ?, outcome = ?, code = ?, last_wait = coalesce(?, last_wait),
                ineffective_writes = coalesce(?, ineffective_writes), finished_at = ?
            WHERE acceptance = ? AND finished_at IS NULL
            """,
            [
                transition.to.rawValue, transition.outcome?.rawValue, transition.code, transition.lastWait?.rawValue,
                transition.ineffectiveWrites, transition.to.isFinal ? now.microseconds : nil,
                change.acceptance,
            ]
        )
        if change.state == .held, transition.to != .held { try overtake(change.acceptance, at: now) }
        guard transition.to != change.state else { return }
        try run(
            """
            INSERT INTO change_history (change, ordinal, state, at)
            SELECT ?1, coalesce(max(ordinal), 0) + 1, ?2, ?3 FROM change_history WHERE change = ?1
            """,
            [change.acceptance, transition.to.rawValue, now.microseconds]
        )
    }
}
