import Logging
import Metrics
import Notation
import Reconciliation
import Store
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Changes by hand while nothing can be recorded")
struct ManualGateTests {
    @Test("A change made by hand is refused like a source's, and nothing of it stays")
    func refused() async throws {
        let directory = try TemporaryDirectory()
        let registry = MetricsRegistry()
        let store = try SQLiteStore(
            path: directory.path(of: "bridge.sqlite"),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: registry
        )
        let mint = IDMinter.seeded()
        let gate = RecordingGate()
        let console = Console(
            store: store,
            tenants: [:],
            policies: PolicyShelf([:]),
            stampedes: StampedeWatch(),
            scribe: Scribe(boot: "boot_test", mint: mint),
            mint: mint,
            clock: .system,
            watch: ChangeWatch(),
            gate: gate,
            accepted: { _ in },
            wake: { _ in },
            switchesChanged: {},
            recorded: {},
            patience: .seconds(1)
        )
        func code() async -> String? {
            do throws(Problem) {
                return try await console.setStatus("anna", ["status": "Training"], tenant: nil, by: Operator(name: "eve", role: .operator))
                    .code
            } catch {
                return error.code
            }
        }
        // So far only the tenant is missing.
        #expect(await code() == "unknown_tenant")
        gate.stop()
        #expect(await code() == "cannot_record")
        #expect(try await store.journalRows(after: .min, limit: 10).isEmpty)
        try await store.close()
    }
}
