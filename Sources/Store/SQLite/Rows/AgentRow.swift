import GRDB
import Reconciliation

/// An agent's row: read whole, changed as a value, written back whole.
struct AgentRow {
    let id: Int64
    let agent: AgentID
    var watermark: ChangeKey?
    /// The change in force, by its number of acceptance.
    var inForce: Int64?
    var reported: ReportedStatus?
    var releasedAt: Instant?
    var looks: Int
    var nextLook: Instant?
    var sequence: Int64
    var cursor: SegmentID?
    var seen: LastSeen?
    var personMove: PersonMove?

    static let columns = """
        id, tenant, user_id, mark_effective_at, mark_rank, mark_source, mark_version, mark_acceptance, in_force, \
        reported_status, reported_pause_reason, reported_since, reported_at, released_at, looks, next_look, sequence, \
        history_cursor, cursor_state, seen_status, seen_since, seen_at, person_at, person_status, person_from
        """

    init(_ fields: inout Fields) throws {
        id = try fields.int()
        agent = try fields.agent()
        watermark = try ChangeKey(&fields)
        inForce = try fields.intOrNil()
        reported = try ReportedStatus(&fields)
        releasedAt = try fields.instantOrNil()
        looks = Int(try fields.int())
        nextLook = try fields.instantOrNil()
        sequence = try fields.int()
        cursor = try SegmentID(&fields)
        seen = try LastSeen(&fields)
        personMove = try PersonMove(&fields)
    }

    /// The highest key ever chosen only rises.
    mutating func raise(to key: ChangeKey) {
        if let watermark, !watermark.isBelow(key) { return }
        watermark = key
    }
}

extension ChangeKey {
    /// Reads the five columns of a watermark; nil if there is none.
    init?(_ fields: inout Fields) throws {
        let effectiveAt = try fields.instantOrNil()
        let rank = try fields.intOrNil()
        let source: SourceName? = try fields.nameOrNil()
        let version = try fields.intOrNil()
        let acceptance = try fields.intOrNil()
        guard let effectiveAt, let rank, let source, let acceptance else { return nil }
        self.init(effectiveAt: effectiveAt, sourceRank: Int(rank), source: source, version: version, acceptance: acceptance)
    }
}

extension ReportedStatus {
    /// Reads the four columns of the last report; nil if there was none.
    init?(_ fields: inout Fields) throws {
        let status = try fields.textOrNil()
        let pauseReason = try fields.textOrNil()
        let since = try fields.instantOrNil()
        let observedAt = try fields.instantOrNil()
        guard let status, let observedAt else { return nil }
        self.init(status: status, pauseReason: pauseReason, since: since, observedAt: observedAt)
    }
}

extension SegmentID {
    /// Reads start and state; nil if there is none.
    fileprivate init?(_ fields: inout Fields) throws {
        let start = try fields.instantOrNil()
        let stateID = try fields.intOrNil()
        guard let start, let stateID else { return nil }
        self.init(start: start, stateID: Int(stateID))
    }
}

extension LastSeen {
    /// Reads the three columns of what was seen; nil if nothing was.
    fileprivate init?(_ fields: inout Fields) throws {
        let status = try fields.textOrNil()
        let since = try fields.instantOrNil()
        let observedAt = try fields.instantOrNil()
        guard let status else { return nil }
        self.init(status: status, since: since, observedAt: observedAt)
    }
}

extension PersonMove {
    /// Reads time and status; nil if no person moved the agent.
    fileprivate init?(_ fields: inout Fields) throws {
        let at = try fields.instantOrNil()
        let status = try fields.textOrNil()
        let from = try fields.textOrNil()
        guard let at, let status else { return nil }
        self.init(at: at, status: status, from: from)
    }
}

extension SQLiteTransaction {
    func agentRow(_ agent: AgentID) throws -> AgentRow? {
        try first(
            "SELECT \(AgentRow.columns) FROM agents WHERE tenant = ? AND user_id = ?",
            [agent.tenant.text, agent.userID],
            { try AgentRow(&$0) }
        )
    }

    /// The agent's row, made if this is the first that is heard of the agent.
    func agentRowMaking(_ agent: AgentID) throws -> AgentRow {
        _ = try agentNumber(of: agent)
        guard let row = try agentRow(agent) else { throw StoreFault.corrupt("an agent's row is gone") }
        return row
    }

    /// The agent's number, given if this is the first that is heard of the agent.
    func agentNumber(of agent: AgentID) throws -> Int64 {
        let known = try first(
            "SELECT id FROM agents WHERE tenant = ? AND user_id = ?",
            [agent.tenant.text, agent.userID],
            { try $0.int() }
        )
        if let known { return known }
        try run("INSERT INTO agents (tenant, user_id) VALUES (?, ?)", [agent.tenant.text, agent.userID])
        return db.lastInsertedRowID
    }

    func save(_ row: AgentRow) throws {
        try run(
            """
            UPDATE agents SET mark_effective_at = ?, mark_rank = ?, mark_source = ?, mark_version = ?, mark_acceptance = ?,
                in_force = ?, reported_status = ?, reported_pause_reason = ?, reported_since = ?, reported_at = ?,
                released_at = ?, looks = ?, next_look = ?, sequence = ?, history_cursor = ?, cursor_state = ?,
                seen_status = ?, seen_since = ?, seen_at = ?, person_at = ?, person_status = ?, person_from = ?
            WHERE id = ?
            """,
            [
                row.watermark?.effectiveAt.microseconds, row.watermark?.sourceRank, row.watermark?.source.text,
                row.watermark?.version, row.watermark?.acceptance,
                row.inForce, row.reported?.status, row.reported?.pauseReason, row.reported?.since?.microseconds,
                row.reported?.observedAt.microseconds,
                row.releasedAt?.microseconds, row.looks, row.nextLook?.microseconds, row.sequence,
                row.cursor?.start.microseconds, row.cursor?.stateID,
                row.seen?.status, row.seen?.since?.microseconds, row.seen?.observedAt?.microseconds,
                row.personMove?.at.microseconds, row.personMove?.status, row.personMove?.from,
                row.id,
            ]
        )
    }
}
