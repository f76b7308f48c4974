/// Where the verbs of `SQLiteStore` are carried out: on a file that outlives the process, or in memory.
protocol SQLiteDatabase: Sendable {
    /// Runs a look at one consistent state.
    func read<Value: Sendable>(
        _ look: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws(StoreFault) -> Value

    /// Runs a verb in a transaction; when it returns, the verb is as durable as the database is.
    ///
    /// - Parameter rows: how many rows it is expected to write.
    func write<Value: Sendable>(
        rows: Int,
        _ verb: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws(StoreFault) -> Value

    func close() async throws(StoreFault)
}

extension SQLiteDatabase {
    /// Runs a verb that has no lists to write.
    func write<Value: Sendable>(_ verb: @escaping @Sendable (SQLiteTransaction) throws -> Value) async throws(StoreFault) -> Value {
        try await write(rows: 4, verb)
    }
}
