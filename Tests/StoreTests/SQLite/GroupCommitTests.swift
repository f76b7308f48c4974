import GRDB
import Reconciliation
import Telemetry
import TestSupport
import Testing

@testable import Store

@Suite("Group commit")
struct GroupCommitTests {
    @Test("two hundred requests at once share a few commits, and every one is on disk")
    func sharing() async throws {
        let opened = try OpenedStore()
        let gate = Gate(opened)
        let callers = 200
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<callers {
                group.addTask {
                    try await opened.store.take(.sample("chg_\(number)", of: AgentID(tenant: .standard, userID: "a\(number)")))
                }
            }
            try await gate.open(whenWaiting: callers)
            try await group.waitForAll()
        }
        #expect(opened.commits <= 2)
        #expect(opened.registry.histogram(.storeBatchWrites)?.sum == Double(callers))
        #expect(try await opened.store.agenda().count == callers)
    }

    @Test("a verb that fails does not harm those that share its commit")
    func savepoints() async throws {
        let opened = try OpenedStore()
        try await opened.store.record([content("taken")], at: t0)
        let gate = Gate(opened)
        let faults = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<30 {
                group.addTask {
                    // Every third writes one row before it runs into the id that is taken.
                    let second = number % 3 == 0 ? "taken" : "second-\(number)"
                    let fault = await label { () async throws(StoreFault) in
                        try await opened.store.record([content("first-\(number)"), content(second)], at: t0)
                    }
                    return (number, fault)
                }
            }
            try await gate.open(whenWaiting: 30)
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(opened.commits == 2)
        for number in 0..<30 {
            #expect(faults[number] == (number % 3 == 0 ? "corrupt" : "none"))
        }
        let rows = Set(try await opened.store.allRows())
        let expected = (0..<30).filter { $0 % 3 != 0 }.flatMap { ["first-\($0)", "second-\($0)"] }
        #expect(rows == Set(expected + ["taken"]))
    }

    @Test("nobody is answered before the commit: when it fails, all who shared it fail and nothing stays")
    func lostCommit() async throws {
        let opened = try OpenedStore()
        // A deferred constraint is checked by COMMIT itself.
        try opened.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE late (parent INTEGER REFERENCES journal_rows (ordinal) DEFERRABLE INITIALLY DEFERRED);
                    CREATE TRIGGER break_commit AFTER INSERT ON journal_rows WHEN new.record_id = 'poison'
                    BEGIN INSERT INTO late VALUES (-1); END
                    """
            )
        }
        let gate = Gate(opened)
        let faults = try await withThrowingTaskGroup(of: String.self) { group in
            for id in ["a", "poison", "b"] {
                group.addTask {
                    await label { () async throws(StoreFault) in try await opened.store.record([content(id)], at: t0) }
                }
            }
            try await gate.open(whenWaiting: 3)
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(faults == ["cannot_record", "cannot_record", "cannot_record"])
        #expect(try await opened.store.allRows().isEmpty)
        #expect(opened.registry.value(.storeCommits, StoreMetrics.CommitResult.failed) == 1)
        try await opened.store.record([content("after")], at: t0)
        #expect(try await opened.store.allRows() == ["after"])
    }

    @Test("a caller who goes away leaves a verb that is done all the same")
    func cancelled() async throws {
        let opened = try OpenedStore()
        let gate = Gate(opened)
        let caller = Task { try await opened.store.record([content("a")], at: t0) }
        try await gate.wait(for: 1)
        caller.cancel()
        gate.open()
        try await caller.value
        #expect(try await opened.store.allRows() == ["a"])
    }

    @Test("closing finishes what waits")
    func closing() async throws {
        let opened = try OpenedStore()
        let gate = Gate(opened)
        let callers = (0..<5).map { number in
            Task { try await opened.store.record([content("r\(number)")], at: t0) }
        }
        try await gate.wait(for: 5)
        let closing = Task { try await opened.store.close() }
        while !opened.database.writer.isClosed { await Task.yield() }
        gate.open()
        for caller in callers { try await caller.value }
        try await closing.value
        #expect(try await OpenedStore(in: opened.directory).store.allRows().count == 5)
    }

    @Test("a disk that is full is said so, nothing half done stays, and with room it goes on")
    func fullDisk() async throws {
        let opened = try OpenedStore()
        let pages = try opened.write { db in
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
            return pages
        }
        var kept: [String] = []
        var fault: StoreFault?
        for number in 0..<1_000 where fault == nil {
            let record = JournalRow.Content(recordID: "r\(number)", bytes: Array(repeating: 7, count: 3_000))
            do {
                try await opened.store.record([record], at: t0)
                kept.append(record.recordID)
            } catch {
                fault = error
            }
        }
        #expect(fault?.label == "cannot_record")
        #expect(!kept.isEmpty)
        #expect(try await opened.store.allRows() == kept)
        #expect(
            await label { () async throws(StoreFault) in
                let big = JournalRow.Content(recordID: "big", bytes: Array(repeating: 7, count: 100_000))
                try await opened.store.record([big], at: t0)
            } == "cannot_record"
        )
        try opened.write { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 2_000)") }
        try await opened.store.record([content("after")], at: t0)
        #expect(try await opened.store.allRows() == kept + ["after"])
    }
}
