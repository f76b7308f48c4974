import GRDB

/// A database in memory: every verb is carried out before the call returns, on the caller's thread, and lost with the process.
///
/// For simulated time, where no thread of its own may decide what comes first.
package struct MemoryDatabase: SQLiteDatabase {
    private let queue: DatabaseQueue

    package init() throws(StoreFault) {
        var configuration = Configuration()
        configuration.label = "memory"
        configuration.foreignKeysEnabled = true
        // One transaction holds everything between two resets; the verbs are savepoints in it.
        configuration.allowsUnsafeTransactions = true
        do {
            queue = try DatabaseQueue(configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try Migrations().apply(to: db)
                try db.execute(sql: "BEGIN IMMEDIATE TRANSACTION")
            }
        } catch {
            throw StoreFault(error)
        }
    }

    /// Forgets everything.
    package func reset() throws(StoreFault) {
        do {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "ROLLBACK TRANSACTION")
                try db.execute(sql: "BEGIN IMMEDIATE TRANSACTION")
            }
        } catch {
            throw StoreFault(error)
        }
    }

    /// What opening a store does that an earlier process has left: claims of deliveries are void.
    package func reopen() throws(StoreFault) {
        try perform { try $0.reclaimAbandoned() }
    }

    func read<Value: Sendable>(_ look: @escaping @Sendable (SQLiteTransaction) throws -> Value) async throws(StoreFault) -> Value {
        try perform(look)
    }

    func write<Value: Sendable>(
        rows: Int,
        _ verb: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws(StoreFault) -> Value {
        try perform(verb)
    }

    func close() async throws(StoreFault) {}

    private func perform<Value>(_ verb: (SQLiteTransaction) throws -> Value) throws(StoreFault) -> Value {
        do {
            return try queue.writeWithoutTransaction { db in
                let transaction = SQLiteTransaction(db: db, journal: SQLiteStore.standardJournal)
                try transaction.run("SAVEPOINT verb")
                do {
                    let value = try verb(transaction)
                    try transaction.run("RELEASE verb")
                    return value
                } catch {
                    try transaction.undo()
                    try transaction.run("RELEASE verb")
                    throw error
                }
            }
        } catch {
            throw StoreFault(error)
        }
    }
}
