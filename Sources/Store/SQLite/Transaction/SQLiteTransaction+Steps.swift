import GRDB
import Reconciliation

extension SQLiteTransaction {
    func recordIntent(_ order: IntentOrder) throws -> IntentAnswer {
        var agent = try agentRowMaking(order.agent)
        guard let change = try stored(order.intent.change), change.agent == agent.id, !change.state.isFinal else {
            return .withdrawn(.settled)
        }
        if try openIntent(of: agent.id) != nil { return .withdrawn(.intentOpen) }
        if order.now > change.expiresAt { return .withdrawn(.expired) }
        if change.isCancelled { return .withdrawn(.cancelled) }
        if change.isReplaced { return .withdrawn(.replaced) }
        if try switches().paused { return .withdrawn(.paused) }
        try insert(order.intent, change: change.acceptance, agent: agent.id)
        try move(change, by: Transition(change: order.intent.change, to: .applying), at: order.now)
        agent.raise(to: order.watermark)
        try save(agent)
        try store(order.records, at: order.now)
        return .recorded
    }

    func settle(_ settlement: Settlement) throws {
        var agent = try agentRowMaking(settlement.agent)
        for transition in settlement.transitions {
            let change = try change(transition.change, of: agent)
            guard !change.state.isFinal else {
                throw StoreFault.moved("change \(transition.change) is \(change.state.rawValue) already")
            }
            try move(change, by: transition, at: settlement.now)
        }
        if let result = settlement.intent { try close(result, of: agent) }
        if let key = settlement.watermark { agent.raise(to: key) }
        if let id = settlement.inForce { agent.inForce = try change(id, of: agent).acceptance }
        if let reported = settlement.reported { agent.reported = reported }
        if let look = settlement.look {
            agent.nextLook = look.at
            agent.looks = look.count
        }
        for event in settlement.events where !event.deliveries.isEmpty {
            agent.sequence += 1
            try enqueue(event, sequence: agent.sequence, agent: agent.id, at: settlement.now)
        }
        try save(agent)
        try store(settlement.records, at: settlement.now)
    }

    func requestCancellation(of id: ChangeID, at now: Instant, records: [JournalRow.Content]) throws -> Bool {
        guard let change = try stored(id), !change.state.isFinal else { return false }
        try run(
            "UPDATE changes SET cancel_requested_at = coalesce(cancel_requested_at, ?) WHERE acceptance = ?",
            [now.microseconds, change.acceptance]
        )
        try store(records, at: now)
        return true
    }
}

// MARK: - Changes

extension SQLiteTransaction {
    /// What a step must know of a change before it moves it.
    private struct StoredChange {
        var acceptance: Int64
        var agent: Int64
        var state: ChangeState
        var expiresAt: Instant
        var isCancelled: Bool
        var isReplaced: Bool
    }

    private func stored(_ id: ChangeID) throws -> StoredChange? {
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

    private func change(_ id: ChangeID, of agent: AgentRow) throws -> StoredChange {
        guard let change = try stored(id) else { throw StoreFault.moved("change \(id) is not in the store") }
        guard change.agent == agent.id else { throw StoreFault.corrupt("change \(id) is not one of agent \(agent.agent)") }
        return change
    }

    private func move(_ change: StoredChange, by transition: Transition, at now: Instant) throws {
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

// MARK: - Intents

extension SQLiteTransaction {
    private func insert(_ intent: Intent, change: Int64, agent: Int64) throws {
        try run(
            """
            INSERT INTO intents (id, agent, change, previous_kind, previous_label, recorded_at, ended_at, is_acknowledged,
                role_checked, shift_validated, wrap_up_verified, \(Wanted.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                intent.id.text, agent, change, intent.previous?.kind, intent.previous?.label,
                intent.recordedAt.microseconds, intent.endedAt?.microseconds, intent.isAcknowledged ? 1 : 0,
                intent.compliance.roleChecked.text, intent.compliance.shiftValidated.text, intent.compliance.wrapUpVerified.text,
            ] + intent.wanted.arguments
        )
    }

    private func close(_ result: IntentResult, of agent: AgentRow) throws {
        guard let open = try openIntent(of: agent.id), open.id == result.intent else {
            throw StoreFault.moved("intent \(result.intent) is not open")
        }
        switch result.ending {
        case .confirmed(let write):
            try end(result, as: "confirmed", code: nil)
            try insert(write, of: agent)
        case .closed(let code):
            try end(result, as: "closed", code: code)
        case .abandoned:
            try end(result, as: "abandoned", code: nil)
        case .ended(let acknowledged):
            try run(
                "UPDATE intents SET ended_at = ?, is_acknowledged = ? WHERE id = ?",
                [result.at.microseconds, acknowledged ? 1 : 0, result.intent.text]
            )
        }
    }

    private func end(_ result: IntentResult, as ending: String, code: String?) throws {
        try run(
            "UPDATE intents SET ending = ?, code = ?, settled_at = ? WHERE id = ?",
            [ending, code, result.at.microseconds, result.intent.text]
        )
    }

    private func insert(_ write: ConfirmedWrite, of agent: AgentRow) throws {
        try run(
            """
            INSERT INTO confirmed_writes (agent, change, source, sent_at, confirmed_at, grade, is_correction, \(Wanted.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                agent.id, try change(write.change, of: agent).acceptance, write.source.text,
                write.sentAt.microseconds, write.confirmedAt.microseconds, write.grade.rawValue, write.isCorrection ? 1 : 0,
            ] + write.wanted.arguments
        )
    }
}
