import GRDB
import Reconciliation

extension SQLiteTransaction {
    func recordIntent(_ order: IntentOrder) throws -> IntentAnswer {
        var agent = try agentRowMaking(order.agent)
        if let queued = order.takesBack { return try takeBack(queued, by: order, of: agent) }
        guard let change = try stored(order.intent.change), change.agent == agent.id,
            !change.state.isFinal || order.isCorrection && agent.inForce == change.acceptance
        else { return .withdrawn(.settled) }
        if try openIntent(of: agent.id) != nil { return .withdrawn(.intentOpen) }
        // A change in force is held to its own end by whoever decides to correct it.
        if !change.state.isFinal, order.now > change.expiresAt { return .withdrawn(.expired) }
        if change.isCancelled { return .withdrawn(.cancelled) }
        if change.isReplaced { return .withdrawn(.replaced) }
        if try switches().paused { return .withdrawn(.paused) }
        try insert(order, change: change.acceptance, agent: agent.id)
        // One that is corrected stays applied.
        if !change.state.isFinal {
            try move(change, by: Transition(change: order.intent.change, to: .applying), at: order.now)
        }
        agent.raise(to: order.watermark)
        try endOutranked(&agent, at: order.now)
        try save(agent)
        try store(order.records, at: order.now)
        return .recorded
    }

    private func takeBack(_ queued: IntentID, by order: IntentOrder, of agent: AgentRow) throws -> IntentAnswer {
        guard try openIntent(of: agent.id)?.id == queued else { return .withdrawn(.settled) }
        if try switches().paused { return .withdrawn(.paused) }
        let change = try change(order.intent.change, of: agent)
        try insert(order, change: change.acceptance, agent: agent.id, closedAs: Self.takingBack)
        try store(order.records, at: order.now)
        return .recorded
    }

    /// The code of a write that takes another one back.
    private static let takingBack = "taking_back"

    /// The newest few: histories are read no further back.
    static let takenBackSQL = """
        SELECT \(Wanted.columns), recorded_at FROM intents INDEXED BY intents_taking_back
        WHERE agent = ? AND code = '\(takingBack)' ORDER BY recorded_at DESC LIMIT 20
        """

    func takenBack(of agent: Int64) throws -> [WriteMark] {
        try all(Self.takenBackSQL, [agent], { WriteMark(takingBack: try Wanted(&$0), at: try $0.instant()) })
    }

    private func insert(_ order: IntentOrder, change: Int64, agent: Int64, closedAs code: String? = nil) throws {
        let intent = order.intent
        try run(
            """
            INSERT INTO intents (id, agent, change, previous_kind, previous_label, previous_since, recorded_at, ended_at, is_acknowledged,
                is_queued, is_correction, role_checked, shift_validated, wrap_up_verified, settled_at, ending, code,
                \(Wanted.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                intent.id.text, agent, change, intent.previous?.kind, intent.previous?.label,
                intent.previousSince?.microseconds, intent.recordedAt.microseconds, intent.endedAt?.microseconds,
                intent.isAcknowledged ? 1 : 0,
                intent.isQueued ? 1 : 0, order.isCorrection ? 1 : 0,
                intent.compliance.roleChecked.text, intent.compliance.shiftValidated.text, intent.compliance.wrapUpVerified.text,
                code.map { _ in order.now.microseconds }, code.map { _ in "closed" }, code,
            ] + intent.wanted.arguments
        )
    }

    func close(_ result: IntentResult, of agent: AgentRow) throws {
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
            INSERT INTO confirmed_writes (agent, change, source, sent_at, confirmed_at, grade, is_correction, shown_since,
                \(Wanted.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                agent.id, try change(write.change, of: agent).acceptance, write.source.text,
                write.sentAt.microseconds, write.confirmedAt.microseconds, write.grade.rawValue, write.isCorrection ? 1 : 0,
                write.shownSince?.microseconds,
            ] + write.wanted.arguments
        )
    }
}
