import GRDB
import Reconciliation
import TestSupport
import Testing

@testable import Store

@Suite("Query plans")
struct QueryPlanTests {
    /// What SQLite says it would do.
    private func plan(_ sql: String) throws -> [String] {
        let opened = try OpenedStore()
        return try opened.write { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            // Nothing runs, so nothing need be bound; a plan made with values in it could be another one.
            statement.setUncheckedArguments([])
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }

    @Test(
        "what runs often looks things up by an index and neither scans nor sorts",
        arguments: [
            (SQLiteTransaction.acceptedBeforeSQL, "sqlite_autoindex_accepted_requests_1"),
            (SQLiteTransaction.newestOpenSQL, "changes_open_reference"),
            (SQLiteTransaction.replaceEarlierSQL, "changes_open_reference"),
            (SQLiteTransaction.openChangesSQL, "changes_agent"),
            (SQLiteTransaction.openIntentSQL, "intents_open"),
            (SQLiteTransaction.newestWritesSQL, "confirmed_writes_agent"),
            (SQLiteTransaction.newestCorrectionsSQL, "intents_corrections"),
            (SQLiteTransaction.openHoldsSQL, "holds_agent"),
            (SQLiteTransaction.takenBackSQL, "intents_taking_back"),
            (SQLiteTransaction.coveredSQL, "schedules_agent"),
            (SQLiteTransaction.dueLanesSQL, "lanes_due"),
            (SQLiteTransaction.laneHeadSQL, "deliveries_queued"),
            (SQLiteTransaction.nextDeliverySQL, "lanes_due"),
            (SQLiteTransaction.journalRowsSQL, "journal_rows_journal"),
            (SQLiteTransaction.oldRequestsSQL, "accepted_requests_age"),
            (SQLiteTransaction.oldDeliveredSQL, "deliveries_delivered"),
            (SQLiteTransaction.oldChangesSQL, "changes_finished"),
        ]
    )
    func lookups(_ sql: String, _ index: String) throws {
        let plan = try plan(sql)
        #expect(plan.contains { $0.contains("INDEX \(index) ") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test("an agent's newest changes are sorted by their numbers alone, and only those shown are read")
    func stories() throws {
        let plan = try plan(SQLiteTransaction.storiesSQL)
        #expect(plan.contains { $0.hasPrefix("SEARCH c USING INTEGER PRIMARY KEY") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH changes USING INDEX changes_agent") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test("what a source moves is counted over the changes alone that are due at the time")
    func moving() throws {
        let plan = try plan(SQLiteTransaction.movingSQL)
        #expect(plan.contains("SEARCH c USING INDEX changes_source_due (source=? AND <expr>>? AND <expr><?)"), "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH a USING INTEGER PRIMARY KEY") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test("open holds are counted from an index alone")
    func holdCounts() throws {
        #expect(try plan(SQLiteTransaction.openHoldCountsSQL) == ["SEARCH holds USING COVERING INDEX holds_open_reason (ended_at=?)"])
    }

    @Test("the agenda reads open work alone")
    func agenda() throws {
        let plan = try plan(SQLiteTransaction.agendaSQL)
        let tables = plan.filter { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN x") }
        #expect(tables == ["SCAN i USING INDEX intents_open"], "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH c USING INDEX changes_open") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH a USING INTEGER PRIMARY KEY") }, "\(plan)")
    }

    @Test("foreign keys of what retention deletes are looked up, not searched for")
    func foreignKeys() throws {
        let children = [
            ("agents", "in_force"), ("intents", "change"), ("confirmed_writes", "change"), ("deliveries", "event"),
            ("lanes", "head"), ("changes", "replaced_by"), ("holds", "change"), ("satisfying_segments", "change"),
        ]
        for (table, column) in children {
            let plan = try plan("SELECT 1 FROM \(table) WHERE \(column) = ?")
            #expect(plan.count == 1 && plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(table).\(column): \(plan)")
        }
    }
}
