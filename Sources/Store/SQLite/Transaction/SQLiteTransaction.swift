import GRDB

/// What one verb does to the database, inside a transaction that somebody else began and will end.
///
/// Every statement is prepared once a connection: without that, twice the time goes into each row.
struct SQLiteTransaction {
    let db: Database
    /// The name of the journal that this process writes.
    let journal: String

    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        return db.changesCount
    }

    func first<Value>(
        _ sql: String,
        _ arguments: StatementArguments = [],
        _ decode: (inout Fields) throws -> Value
    ) throws -> Value? {
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        guard let row = try cursor.next() else { return nil }
        var fields = Fields(row)
        return try decode(&fields)
    }

    func all<Value>(
        _ sql: String,
        _ arguments: StatementArguments = [],
        _ decode: (inout Fields) throws -> Value
    ) throws -> [Value] {
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try cursor.next() {
            var fields = Fields(row)
            values.append(try decode(&fields))
        }
        return values
    }

    /// Undoes what the running verb did so far; the verb may go on.
    func undo() throws {
        try run("ROLLBACK TO verb")
    }
}
