import GRDB
import Reconciliation

extension SQLiteTransaction {
    /// What the source's changes that are due within the window, on either side, were accepted for at short notice, after the
    /// last release. Those that were withdrawn, replaced or superseded move nobody; the others count, whatever became of them.
    static let movingSQL = """
        SELECT count(DISTINCT c.agent), count(DISTINCT CASE WHEN c.status = 'Offline' THEN c.agent END)
        FROM changes c INDEXED BY changes_source_due
        WHERE c.source = ?1 AND max(c.effective_at, c.accepted_at) BETWEEN ?2 AND ?3
            AND c.effective_at - c.accepted_at < ?4 AND c.accepted_at > ?5
            AND c.cancel_requested_at IS NULL AND c.replaced_by IS NULL AND c.state NOT IN ('superseded', 'cancelled', 'refused')
            AND EXISTS (SELECT 1 FROM agents a WHERE a.id = c.agent AND a.tenant = ?6)
        """

    func stampede(_ question: StampedeQuestion) throws -> StampedeCount {
        let releasedAt = try first(
            "SELECT at FROM stampede_releases WHERE tenant = ? AND source = ?",
            [question.tenant.text, question.source.text],
            { try $0.instant() }
        )
        let known = try first("SELECT count(*) FROM agents WHERE tenant = ?", [question.tenant.text], { try $0.int() })
        let moving = try first(
            Self.movingSQL,
            [
                question.source.text, (question.dueAt - question.window).microseconds, (question.dueAt + question.window).microseconds,
                question.notice.inMicroseconds, releasedAt?.microseconds ?? Int64.min, question.tenant.text,
            ],
            { (all: Int(try $0.int()), offline: Int(try $0.int())) }
        )
        return StampedeCount(
            moving: moving?.all ?? 0,
            toOffline: moving?.offline ?? 0,
            known: Int(known ?? 0),
            releasedAt: releasedAt
        )
    }

    static let agentsSQL = """
        SELECT tenant, user_id FROM agents WHERE tenant = ?1 AND user_id > ?2 ORDER BY user_id LIMIT ?3
        """

    func agents(of tenant: TenantName, after userID: String?, limit: Int) throws -> [AgentState] {
        let ids = try all(Self.agentsSQL, [tenant.text, userID ?? "", limit], { try $0.agent() })
        return try ids.compactMap { try agentState($0) }
    }

    static let upcomingSQL = """
        SELECT \(Change.columns) FROM changes c INDEXED BY changes_scheduled JOIN agents a ON a.id = c.agent
        WHERE c.finished_at IS NULL AND c.effective_at BETWEEN ? AND ? AND c.cancel_requested_at IS NULL AND c.replaced_by IS NULL
        ORDER BY c.effective_at LIMIT ?
        """

    func upcoming(from start: Instant, until end: Instant, limit: Int) throws -> [Change] {
        try all(Self.upcomingSQL, [start.microseconds, end.microseconds, limit], { try Change(&$0) })
    }

    func explanation(of agent: AgentID) throws -> [UInt8]? {
        let found = try first(
            "SELECT explanation FROM agents WHERE tenant = ? AND user_id = ? AND explanation IS NOT NULL",
            [agent.tenant.text, agent.userID],
            { try $0.bytes() }
        )
        return found
    }
}
