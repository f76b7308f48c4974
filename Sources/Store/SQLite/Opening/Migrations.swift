import GRDB

/// Brings a database to the schema that this program knows. Only forward, each step in a transaction of its own.
struct Migrations {
    /// Marks the file as ours: "wfmb".
    static let applicationID: Int64 = 0x7766_6D62

    /// What each version adds to the one before it; the first entry makes version 1 of an empty file.
    var steps: [[String]] = [SchemaVersion1.statements, SchemaVersion2.statements, SchemaVersion3.statements, SchemaVersion4.statements]

    var known: Int { steps.count }

    func apply(to db: Database) throws {
        let found = Int(try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0)
        guard found <= known else { throw StoreFault.schemaTooNew(found: found, known: known) }
        try refuseStrangers(db, version: found)
        for version in steps.indices.dropFirst(found) {
            try db.inTransaction(.immediate) {
                for statement in steps[version] {
                    try db.execute(sql: statement)
                }
                try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                // Part of the transaction, as it lies in the file's header page.
                try db.execute(sql: "PRAGMA user_version = \(version + 1)")
                return .commit
            }
        }
    }

    /// A database that somebody else made is not ours to change.
    private func refuseStrangers(_ db: Database, version: Int) throws {
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int64.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let isEmpty = version == 0 && tables == 0 && application == 0
        guard isEmpty || application == Self.applicationID else {
            throw StoreFault.corrupt("the file is an SQLite database, but not one of wfm-bridge: name another data directory")
        }
    }
}
