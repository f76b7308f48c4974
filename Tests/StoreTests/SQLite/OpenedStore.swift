import GRDB
import Logging
import Reconciliation
import Telemetry
import TestSupport
import Testing

@testable import Store

/// A store on disk with its metrics at hand, for what only the SQLite one has.
struct OpenedStore {
    let directory: TemporaryDirectory
    let registry = MetricsRegistry()
    let database: FileDatabase
    let store: SQLiteStore

    init(in directory: TemporaryDirectory) throws {
        self.directory = directory
        store = try SQLiteStore(path: Self.path(in: directory), log: Logger(label: "test"), metrics: registry)
        database = try #require(store.database as? FileDatabase)
    }

    init() throws {
        try self.init(in: TemporaryDirectory())
    }

    static func path(in directory: TemporaryDirectory) -> String {
        directory.path(of: "store.sqlite")
    }

    var commits: Double {
        registry.value(.storeCommits, StoreMetrics.CommitResult.ok) ?? 0
    }

    /// Uses the connection that writes.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try database.pool.writeWithoutTransaction(body)
    }
}
