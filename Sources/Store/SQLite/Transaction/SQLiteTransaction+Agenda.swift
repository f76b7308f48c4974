import GRDB
import Reconciliation

extension SQLiteTransaction {
    /// Reads open work alone: a million finished changes cost nothing here.
    ///
    /// "Now" for the verb, which is given no time, is a time that has passed: when the thing that wants a look came up.
    static let agendaSQL = """
        SELECT a.tenant, a.user_id, min(min(x.at), coalesce(a.next_look, min(x.at)))
        FROM (
            SELECT c.agent AS agent, min(CASE
                WHEN c.cancel_requested_at IS NOT NULL THEN c.cancel_requested_at
                WHEN c.replaced_by IS NOT NULL THEN c.accepted_at
                WHEN c.state = 'scheduled' THEN c.effective_at
                ELSE max(c.effective_at, c.accepted_at) END) AS at
            FROM changes c INDEXED BY changes_open WHERE c.finished_at IS NULL GROUP BY c.agent
            UNION ALL
            SELECT i.agent, i.recorded_at FROM intents i INDEXED BY intents_open WHERE i.settled_at IS NULL
        ) x CROSS JOIN agents a ON a.id = x.agent
        GROUP BY a.id ORDER BY 3, 1, 2
        """

    func agenda() throws -> [AgendaItem] {
        try all(Self.agendaSQL) { AgendaItem(agent: try $0.agent(), lookAt: try $0.instant()) }
    }

    func dossier(of agent: AgentID) throws -> Dossier {
        guard let row = try agentRow(agent) else { return Dossier(agent: agent) }
        let open = try openChanges(of: row.id)
        let inForce = try row.inForce.flatMap { try change(accepted: $0) }
        return Dossier(
            agent: agent,
            open: open,
            newest: try first("SELECT acceptance FROM changes ORDER BY acceptance DESC LIMIT 1", [], { try $0.int() }) ?? 0,
            watermark: row.watermark,
            ledger: Ledger(
                openIntent: try openIntent(of: row.id),
                confirmed: try newestWrites(of: row.id),
                takenBack: try takenBack(of: row.id),
                corrections: try newestCorrections(of: row.id),
                holds: try openHolds(of: row.id),
                lastRelease: row.releasedAt,
                lastSeen: row.seen,
                lastPersonMove: row.personMove,
                satisfying: try satisfyingSegments(of: row.id)
            ),
            inForce: inForce,
            confirmed: try confirmed(among: open + [inForce].compactMap { $0 }),
            lastReported: row.reported,
            unproven: try unprovenReports(of: row.id),
            cursor: row.cursor,
            shift: try shift(of: row.id),
            looks: row.looks,
            nextLook: row.nextLook
        )
    }

    static let openChangesSQL = """
        SELECT \(Change.columns) FROM changes c INDEXED BY changes_agent JOIN agents a ON a.id = c.agent
        WHERE c.agent = ? AND c.finished_at IS NULL ORDER BY c.acceptance
        """

    private func openChanges(of agent: Int64) throws -> [Change] {
        try all(Self.openChangesSQL, [agent], { try Change(&$0) })
    }

    static let openIntentSQL = """
        SELECT \(Intent.columns) FROM intents i INDEXED BY intents_open JOIN changes c ON c.acceptance = i.change
        WHERE i.agent = ? AND i.settled_at IS NULL
        """

    func openIntent(of agent: Int64) throws -> Intent? {
        try first(Self.openIntentSQL, [agent], { try Intent(&$0) })
    }

    static let newestWritesSQL = """
        SELECT \(ConfirmedWrite.columns) FROM confirmed_writes w INDEXED BY confirmed_writes_agent
            JOIN changes c ON c.acceptance = w.change
        WHERE w.agent = ? ORDER BY w.number DESC LIMIT 20
        """

    /// Oldest first.
    private func newestWrites(of agent: Int64) throws -> [ConfirmedWrite] {
        try all(Self.newestWritesSQL, [agent], { try ConfirmedWrite(&$0) }).reversed()
    }

    /// A correction took effect, or CXone said yes to it, or its outcome is open. To try again what was refused or lost is none
    /// (4-reconciliation, rule 12).
    static let newestCorrectionsSQL = """
        SELECT i.recorded_at FROM intents i INDEXED BY intents_corrections
        WHERE i.agent = ? AND i.is_correction = 1
            AND (i.settled_at IS NULL OR i.ending <> 'closed' OR i.code = 'not_effective')
        ORDER BY i.recorded_at DESC LIMIT 20
        """

    private func newestCorrections(of agent: Int64) throws -> [Instant] {
        try all(Self.newestCorrectionsSQL, [agent], { try $0.instant() }).reversed()
    }

    static let satisfyingSQL = "SELECT start, state_id FROM satisfying_segments WHERE agent = ? ORDER BY start DESC LIMIT 50"

    private func satisfyingSegments(of agent: Int64) throws -> Set<SegmentID> {
        Set(try all(Self.satisfyingSQL, [agent], { SegmentID(start: try $0.instant(), stateID: Int(try $0.int())) }))
    }

    private func confirmed(among changes: [Change]) throws -> Set<ChangeID> {
        var confirmed: Set<ChangeID> = []
        for change in changes {
            let known = try first(
                "SELECT 1 FROM confirmed_writes INDEXED BY confirmed_writes_change WHERE change = ? LIMIT 1",
                [change.acceptance],
                { try $0.int() }
            )
            if known != nil { confirmed.insert(change.id) }
        }
        return confirmed
    }

    static let shiftSQL = "SELECT start_at, end_at FROM shift_segments WHERE agent = ? ORDER BY start_at"

    static let coveredSQL = "SELECT from_at, to_at FROM schedules INDEXED BY schedules_agent WHERE agent = ?"

    /// Of all sources together: whoever is planned by one of them is in shift.
    private func shift(of agent: Int64) throws -> PublishedShift {
        func spans(_ sql: String) throws -> [ShiftSegment] {
            try all(sql, [agent], { ShiftSegment(start: try $0.instant(), end: try $0.instant()) })
        }
        return PublishedShift(covered: try spans(Self.coveredSQL), segments: try spans(Self.shiftSQL))
    }

    func change(accepted acceptance: Int64) throws -> Change? {
        try first(
            "SELECT \(Change.columns) FROM changes c JOIN agents a ON a.id = c.agent WHERE c.acceptance = ?",
            [acceptance],
            { try Change(&$0) }
        )
    }
}
