import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What makes a commit survive a loss of power, set and then read back.
enum Durability {
    private static let full: Int64 = 2

    /// GRDB sets `synchronous=NORMAL` when it switches a pool to WAL, after `prepareDatabase`: a commit would then
    /// not be on disk when it returns. So this comes after the pool is open.
    static func demand(of db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        // A savepoint keeps the pages it changes aside: by default in a file once they pass 64 KiB, which every shared
        // transaction does.
        try db.execute(sql: "PRAGMA temp_store = MEMORY")
        // 16 MiB of WAL between checkpoints instead of 4: hot pages are copied back a quarter as often, for a third more
        // requests a second; reading it back after a crash stays well under a second.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        // A reader that stays long makes the WAL grow; afterwards the file gives the space back.
        try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        try verify(db)
    }

    static func verify(_ db: Database) throws {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "nothing"
        guard mode == "wal" else { throw StoreFault.notDurable("journal_mode is \(mode), not wal") }
        let synchronous = try Int64.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        guard synchronous == full else { throw StoreFault.notDurable("synchronous is \(synchronous), not 2 (FULL)") }
        let foreignKeys = try Int64.fetchOne(db, sql: "PRAGMA foreign_keys") ?? 0
        guard foreignKeys == 1 else { throw StoreFault.notDurable("foreign_keys is off") }
    }

    /// Makes the names of newly created files durable: SQLite syncs the directory for its journals only.
    static func syncDirectory(of path: String) throws(StoreFault) {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRecord("\(directory) cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .notDurable("\(directory) cannot be synced: \(String(cString: strerror(errno)))")
        }
    }
}
