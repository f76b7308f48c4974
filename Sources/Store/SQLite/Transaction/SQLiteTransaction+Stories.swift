import GRDB
import Reconciliation

extension SQLiteTransaction {
    func story(_ id: ChangeID) throws -> ChangeStory? {
        let story = try first(
            """
            SELECT \(ChangeStory.columns) FROM changes c JOIN agents a ON a.id = c.agent WHERE c.id = ?
            """,
            [id.text],
            { try ChangeStory(&$0) }
        )
        return try story.map(withHistory)
    }

    static let storiesSQL = """
        SELECT \(ChangeStory.columns) FROM changes c JOIN agents a ON a.id = c.agent
        WHERE c.acceptance IN (
            SELECT acceptance FROM changes INDEXED BY changes_agent
            WHERE agent = (SELECT id FROM agents WHERE tenant = ?1 AND user_id = ?2) AND (?3 IS NULL OR reference = ?3)
            ORDER BY acceptance DESC LIMIT ?4
        )
        ORDER BY c.acceptance DESC
        """

    func stories(of agent: AgentID, reference: String?, limit: Int) throws -> [ChangeStory] {
        let stories = try all(
            Self.storiesSQL,
            [agent.tenant.text, agent.userID, reference, limit],
            { try ChangeStory(&$0) }
        )
        return try stories.map(withHistory)
    }

    func agentState(_ agent: AgentID) throws -> AgentState? {
        guard let row = try agentRow(agent) else { return nil }
        let open = try first(
            "SELECT count(*) FROM changes INDEXED BY changes_agent WHERE agent = ? AND finished_at IS NULL",
            [row.id],
            { try $0.int() }
        )
        let inForce: ChangeID? = try row.inForce.flatMap { acceptance in
            try first("SELECT id FROM changes WHERE acceptance = ?", [acceptance], { try $0.name() })
        }
        return AgentState(
            agent: agent,
            lastReported: row.reported,
            inForce: inForce,
            openChanges: Int(open ?? 0),
            nextLook: row.nextLook,
            sequence: row.sequence
        )
    }

    static let openChangeCountsSQL = """
        SELECT state, count(*) FROM changes INDEXED BY changes_open WHERE finished_at IS NULL GROUP BY state
        """

    func openChangeCounts() throws -> [ChangeState: Int] {
        let rows: [(ChangeState, Int)] = try all(Self.openChangeCountsSQL) { (try $0.word(), Int(try $0.int())) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private func withHistory(_ story: ChangeStory) throws -> ChangeStory {
        var story = story
        story.history += try all(
            "SELECT state, at FROM change_history WHERE change = ? ORDER BY ordinal",
            [story.change.acceptance],
            { ChangeStory.Entry(state: try $0.word(), at: try $0.instant()) }
        )
        return story
    }
}

extension ChangeStory {
    static let columns = "\(Change.columns), c.outcome, c.code, c.accepted_as"

    fileprivate init(_ fields: inout Fields) throws {
        let change = try Change(&fields)
        self.init(
            change: change,
            outcome: try fields.wordOrNil(),
            code: try fields.textOrNil(),
            history: [Entry(state: try fields.word(), at: change.acceptedAt)]
        )
    }
}
