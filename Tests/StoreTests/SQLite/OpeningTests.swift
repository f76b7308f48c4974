import Foundation
import GRDB
import Logging
import Reconciliation
import TestSupport
import Testing

@testable import Store

@Suite("Opening an SQLite store")
struct OpeningTests {
    private func open(_ directory: TemporaryDirectory) -> StoreFault? {
        do {
            _ = try OpenedStore(in: directory)
            return nil
        } catch {
            return error as? StoreFault
        }
    }

    @Test("the writer syncs in full, in WAL, with foreign keys and a busy timeout")
    func pragmas() throws {
        let opened = try OpenedStore()
        try opened.write { (db: Database) throws in
            #expect(try Int64.fetchOne(db, sql: "PRAGMA synchronous") == 2)
            #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
            #expect(try Int64.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
            #expect(try Int64.fetchOne(db, sql: "PRAGMA busy_timeout") == 5_000)
        }
    }

    @Test("readers can neither write nor checkpoint")
    func readers() async throws {
        let opened = try OpenedStore()
        let written = await label { () async throws(StoreFault) in
            _ = try await opened.database.read { try $0.run("UPDATE probes SET count = 7") }
        }
        #expect(written == "cannot_record")
        let timeout = try await opened.database.read { try $0.first("PRAGMA busy_timeout", [], { try $0.int() }) }
        #expect(timeout == 5_000)
    }

    @Test("the check refuses what GRDB leaves behind: synchronous=NORMAL")
    func negativeControl() throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let pool = try DatabasePool(path: OpenedStore.path(in: directory))
        try pool.writeWithoutTransaction { db in
            #expect(throws: StoreFault.notDurable("synchronous is 1, not 2 (FULL)")) { try Durability.verify(db) }
            try Durability.demand(of: db)
            try Durability.verify(db)
        }
    }

    @Test("the check refuses a journal that is no WAL")
    func noWAL() throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let queue = try DatabaseQueue(path: OpenedStore.path(in: directory))
        queue.writeWithoutTransaction { (db: Database) -> Void in
            #expect(throws: StoreFault.notDurable("journal_mode is delete, not wal")) { try Durability.demand(of: db) }
        }
    }

    @Test("a newer schema is refused, naming both versions, and left alone")
    func tooNew() throws {
        let directory = try TemporaryDirectory()
        let opened = try OpenedStore(in: directory)
        try opened.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        try opened.database.pool.close()
        #expect(open(directory) == .schemaTooNew(found: 99, known: Migrations().known))
    }

    @Test("migrations go forward from where the file is, each once")
    func forward() throws {
        let queue = try DatabaseQueue()
        var migrations = Migrations(steps: [["CREATE TABLE a (x)"]])
        try queue.writeWithoutTransaction { db in
            try migrations.apply(to: db)
            migrations.steps.append(["CREATE TABLE b (x)", "INSERT INTO b VALUES (1)"])
            try migrations.apply(to: db)
            try migrations.apply(to: db)
            #expect(try Int64.fetchOne(db, sql: "SELECT count(*) FROM b") == 1)
            #expect(try Int64.fetchOne(db, sql: "PRAGMA user_version") == 2)
        }
    }

    @Test("what an older program left in force though a newer change had been chosen is so no more, nor is it held")
    func outranked() throws {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { db in
            try Migrations(steps: Array(Migrations().steps.prefix(3))).apply(to: db)
            for (id, mark) in [(1, 100), (2, 50)] {
                try db.execute(
                    sql: """
                        INSERT INTO agents (id, tenant, user_id, mark_effective_at, mark_rank, mark_source, mark_acceptance)
                        VALUES (\(id), 'default', 'agent\(id)', \(mark), 0, 'wfm', 9);
                        INSERT INTO changes (acceptance, id, agent, source, request_id, status, force_availability, respect_wrap_up,
                            effective_at, expires_at, accepted_at, accepted_as, state, finished_at)
                        VALUES (\(id), 'chg\(id)', \(id), 'wfm', 'msg', 'Training', 0, 1, 50, 90, 50, 'due', 'applied', 60);
                        UPDATE agents SET in_force = \(id) WHERE id = \(id);
                        INSERT INTO holds (id, agent, change, source, reason, words, held_at)
                        VALUES ('hld\(id)', \(id), \(id), 'wfm', 'fight', 'again', 70);
                        """
                )
            }
            try Migrations().apply(to: db)
            let inForce = try Row.fetchAll(db, sql: "SELECT in_force FROM agents ORDER BY id").map { row -> Int64? in row[0] }
            #expect(inForce == [nil, 2])
            #expect(try String.fetchAll(db, sql: "SELECT id FROM holds WHERE ended_at IS NULL") == ["hld2"])
        }
    }

    @Test("a migration that fails leaves nothing of itself")
    func failedMigration() throws {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { db in
            try Migrations(steps: [["CREATE TABLE a (x)"]]).apply(to: db)
            let broken = Migrations(steps: [[], ["CREATE TABLE b (x)", "CREATE TABLE a (x)"]])
            #expect(throws: DatabaseError.self) { try broken.apply(to: db) }
            #expect(try Int64.fetchOne(db, sql: "PRAGMA user_version") == 1)
            #expect(try !db.tableExists("b"))
        }
    }

    @Test("a file that is no database, and a database that is somebody else's, are refused")
    func strangers() throws {
        let noise = try TemporaryDirectory()
        try noise.write(String(repeating: "not a database, ", count: 100), to: "store.sqlite")
        #expect(open(noise)?.label == "corrupt")

        let others = try TemporaryDirectory()
        let queue = try DatabaseQueue(path: OpenedStore.path(in: others))
        try queue.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
        try queue.close()
        #expect(open(others)?.label == "corrupt")
    }

    @Test("the database and the files beside it are their owner's alone, those of an older program too")
    func modes() throws {
        let directory = try TemporaryDirectory()
        let path = OpenedStore.path(in: directory)
        func modes() throws -> [String: Int] {
            var modes: [String: Int] = [:]
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
                modes[suffix] = (attributes[.posixPermissions] as? NSNumber)?.intValue
            }
            return modes
        }
        let own = ["": 0o600, "-wal": 0o600, "-shm": 0o600]
        let opened = try OpenedStore(in: directory)
        #expect(try modes() == own)
        for suffix in own.keys { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path + suffix) }
        try withExtendedLifetime(opened) {
            _ = try OpenedStore(in: directory)
            #expect(try modes() == own)
        }
    }

    @Test("a directory that is not there cannot be recorded in")
    func noDirectory() {
        do {
            _ = try SQLiteStore(path: "/nonexistent/store.sqlite", log: Logger(label: "test"))
            Issue.record("opened")
        } catch {
            #expect(error.label == "cannot_record")
        }
    }
}
