import Dispatch
import GRDB
import Logging
import Metrics
import Telemetry

/// The database of one bridge, in a file beside it.
///
/// A pool, not a single queue: its one writer does all writing and checkpointing, while readers, which are read-only
/// and can do neither, let long looks (the agenda at start, counts, an operator's list) run without holding up commits.
/// SQLite before 3.51.3 can corrupt a WAL that two connections reset; here only one ever does.
struct FileDatabase: SQLiteDatabase {
    let pool: DatabasePool
    let writer: GroupCommit
    private let journal: String
    private let log: Logger

    /// Opens the database at `path` as `SQLiteStore` says.
    init(path: String, journal: String, log: Logger, metrics: any MetricsFactory) throws(StoreFault) {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        // Readers too, for which GRDB has a time of its own.
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA busy_timeout = 5000") }
        configuration.maximumReaderCount = 3
        let pool: DatabasePool
        try PrivateDatabase.prepare(path)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                try Durability.demand(of: db)
                try Migrations().apply(to: db)
                try db.inTransaction(.immediate) {
                    try SQLiteTransaction(db: db, journal: journal).reclaimAbandoned()
                    return .commit
                }
            }
        } catch {
            throw StoreFault(error)
        }
        try Durability.syncDirectory(of: path)
        self.pool = pool
        self.journal = journal
        self.log = log
        self.writer = GroupCommit(pool: pool, journal: journal, log: log, metrics: StoreMetrics(in: metrics))
    }

    /// Runs a look at one consistent state of the store, on a reader's own queue.
    func read<Value: Sendable>(
        _ look: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws(StoreFault) -> Value {
        if writer.isClosed { throw .closed }
        let journal = journal
        let result: Result<Value, StoreFault> = await withCheckedContinuation { continuation in
            pool.asyncRead { reader in
                do {
                    let value = try look(SQLiteTransaction(db: try reader.get(), journal: journal))
                    continuation.resume(returning: .success(value))
                } catch {
                    continuation.resume(returning: .failure(StoreFault(error)))
                }
            }
        }
        if case .failure = result, writer.isClosed { throw .closed }
        return try result.get()
    }

    func write<Value: Sendable>(
        rows: Int,
        _ verb: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws(StoreFault) -> Value {
        try await writer.perform(rows: rows, verb)
    }

    func close() async throws(StoreFault) {
        guard await writer.close() else { return }
        let result: Result<Void, StoreFault> = await withCheckedContinuation { continuation in
            // Closing waits for the readers, so it gets a thread of its own kind.
            DispatchQueue.global().async {
                do {
                    try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
                    try pool.close()
                    continuation.resume(returning: .success(()))
                } catch {
                    log.warning("The store did not close cleanly", metadata: .fields([.errorDetail: "\(StoreFault(error).detail)"]))
                    continuation.resume(returning: .failure(StoreFault(error)))
                }
            }
        }
        try result.get()
    }
}
