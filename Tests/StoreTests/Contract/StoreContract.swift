import Logging
import Metrics
import Reconciliation
import Store
import TestSupport
import Testing

/// What every implementation of the store must do, whatever it is made of: the suites in this folder run over all of them.
struct StoreContract: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Opens the store that lives in the directory; a second time, the same one again.
    let open: @Sendable (TemporaryDirectory) async throws -> any Store

    static let all = [
        StoreContract(testDescription: "SQLite") { directory in
            try SQLiteStore(path: directory.path(of: "store.sqlite"), log: Logger(label: "test"), metrics: NOOPMetricsHandler.instance)
        }
    ]

    /// Runs a test over a new store.
    func fresh(_ test: (any Store) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        let store = try await open(directory)
        try await test(store)
        try await store.close()
        // Whose end would take the files away.
        withExtendedLifetime(directory) {}
    }

    /// Runs a test over a store that is closed and opened again in between.
    func reopened(
        _ before: (any Store) async throws -> Void,
        then after: (any Store) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let first = try await open(directory)
        try await before(first)
        try await first.close()
        let second = try await open(directory)
        try await after(second)
        try await second.close()
        withExtendedLifetime(directory) {}
    }
}

/// The fault that something ends in, if it does.
func fault(of body: () async throws(StoreFault) -> Void) async -> StoreFault? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}

/// The label of the fault that something ends in, or "none".
func label(of body: () async throws(StoreFault) -> Void) async -> String {
    await fault(of: body)?.label ?? "none"
}
