import GRDB
import Reconciliation

extension SQLiteTransaction {
    /// Holds a change; one that is held already has its reason replaced.
    func hold(_ order: HoldOrder, change: Int64, _ now: Instant) throws {
        guard let agent = try first("SELECT agent FROM changes WHERE acceptance = ?", [change], { try $0.int() }) else { return }
        try overtake(change, at: now)
        try run(
            """
            INSERT INTO holds (id, agent, change, source, reason, words, held_at, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                order.id.text, agent, change, order.source.text, order.reason.rawValue, order.words, now.microseconds,
                order.until?.microseconds,
            ]
        )
    }

    /// The change has moved on: its hold is over.
    func overtake(_ change: Int64, at now: Instant) throws {
        try run(
            "UPDATE holds SET ended_at = ?, ending = 'overtaken' WHERE change = ? AND ended_at IS NULL",
            [now.microseconds, change]
        )
    }

    /// The hold's time is over: it counts as a release of the agent.
    func lapse(_ change: Int64, at now: Instant) throws {
        try run(
            "UPDATE holds SET ended_at = ?, ending = 'lapsed' WHERE change = ? AND ended_at IS NULL",
            [now.microseconds, change]
        )
    }

    func holds(openOnly: Bool, after: HoldID?, limit: Int) throws -> [Hold] {
        let open = openOnly ? "AND h.ended_at IS NULL" : ""
        return try all(
            """
            \(Hold.select) WHERE (?1 IS NULL OR h.number < (SELECT number FROM holds WHERE id = ?1)) \(open)
            ORDER BY h.number DESC LIMIT ?2
            """,
            [after?.text, limit],
            { try Hold(&$0) }
        )
    }

    static let openHoldCountsSQL = "SELECT reason, count(*) FROM holds INDEXED BY holds_open_reason WHERE ended_at IS NULL GROUP BY reason"

    func openHoldCounts() throws -> [HoldReason: Int] {
        let rows: [(HoldReason, Int)] = try all(Self.openHoldCountsSQL) { (try $0.word(), Int(try $0.int())) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func release(_ order: HoldRelease) throws -> HoldReleaseAnswer {
        guard let hold = try first("\(Hold.select) WHERE h.id = ?", [order.hold.text], { try Hold(&$0) }) else { return .unknown }
        guard hold.endedAt == nil else { return .endedBefore(hold) }
        var ended = [hold]
        if hold.order.reason == .stampede {
            let source = hold.order.source.text
            ended = try all(
                "\(Hold.select) WHERE h.ended_at IS NULL AND h.reason = 'stampede' AND h.source = ? AND a.tenant = ? ORDER BY h.number",
                [source, hold.agent.tenant.text],
                { try Hold(&$0) }
            )
            try run(
                "INSERT OR REPLACE INTO stampede_releases (tenant, source, at) VALUES (?, ?, ?)",
                [hold.agent.tenant.text, source, order.at.microseconds]
            )
        }
        for index in ended.indices {
            ended[index].endedAt = order.at
            ended[index].ending = .released
            ended[index].endedBy = order.person
            try run(
                "UPDATE holds SET ended_at = ?, ending = 'released', ended_by = ? WHERE id = ?",
                [order.at.microseconds, order.person, ended[index].order.id.text]
            )
            var agent = try agentRowMaking(ended[index].agent)
            agent.releasedAt = max(order.at, agent.releasedAt ?? order.at)
            try save(agent)
        }
        try store(order.records(ended), at: order.at)
        return .released(ended)
    }

    /// Open holds of one agent, oldest first.
    static let openHoldsSQL = """
        SELECT h.reason, c.id, h.held_at, h.until FROM holds h INDEXED BY holds_agent JOIN changes c ON c.acceptance = h.change
        WHERE h.agent = ? AND h.ended_at IS NULL ORDER BY h.number
        """

    func openHolds(of agent: Int64) throws -> [HoldInForce] {
        try all(Self.openHoldsSQL, [agent]) {
            HoldInForce(reason: try $0.word(), change: try $0.name(), since: try $0.instant(), until: try $0.instantOrNil())
        }
    }
}

extension Hold {
    fileprivate static let select = """
        SELECT h.id, c.id, h.source, h.reason, h.words, h.until, a.tenant, a.user_id, h.held_at, h.ended_at, h.ending, h.ended_by,
            c.status, c.pause_reason, c.wrap_up_code, c.force_availability, c.respect_wrap_up, c.reference, c.expires_at
        FROM holds h JOIN changes c ON c.acceptance = h.change JOIN agents a ON a.id = h.agent
        """

    fileprivate init(_ fields: inout Fields) throws {
        self.init(
            order: HoldOrder(
                id: try fields.name(),
                change: try fields.name(),
                source: try fields.name(),
                reason: try fields.word(),
                words: try fields.text(),
                until: try fields.instantOrNil()
            ),
            agent: try fields.agent(),
            heldAt: try fields.instant(),
            endedAt: try fields.instantOrNil(),
            ending: try fields.wordOrNil(),
            endedBy: try fields.textOrNil(),
            wanted: try Wanted(&fields),
            reference: try fields.textOrNil(),
            expiresAt: try fields.instant()
        )
    }
}
