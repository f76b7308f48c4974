package import Logging
package import Metrics

/// The store of one bridge, in SQLite.
package struct SQLiteStore: Sendable {
    let database: any SQLiteDatabase

    package static let standardJournal = "main"

    /// Opens the database at `path`, making it if there is none (for its owner alone), and brings its schema up to date.
    ///
    /// Blocks until that is done. The caller sees to it that one process at a time uses the file.
    ///
    /// - Parameters:
    ///   - journal: the name of the journal that this process writes.
    ///   - log: told of commits that fail.
    ///   - metrics: where commits are counted and timed.
    /// - Throws: `schemaTooNew`, `notDurable`, `corrupt` (not a database, or somebody else's), `cannotRecord`.
    package init(
        path: String,
        journal: String = Self.standardJournal,
        log: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws(StoreFault) {
        database = try FileDatabase(path: path, journal: journal, log: log, metrics: metrics)
    }

    /// A store that is lost with the process.
    package init(in database: MemoryDatabase) {
        self.database = database
    }

    package func close() async throws(StoreFault) {
        try await database.close()
    }
}
