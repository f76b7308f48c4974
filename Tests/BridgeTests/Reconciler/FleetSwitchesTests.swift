import Logging
import Reconciliation
import Store
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("What operators have switched")
struct FleetSwitchesTests {
    /// Its first read of the switches is done at once and answered only when the test says so.
    private final class LateStore: ForwardingStore {
        let base: any Store
        private let reads = Atomic(0)
        private let (held, holding) = AsyncStream.makeStream(of: Void.self)
        private let (read, reading) = AsyncStream.makeStream(of: Void.self)

        init(_ base: any Store) { self.base = base }

        func switches() async throws(StoreFault) -> Switches {
            let isFirst = reads.add(1, ordering: .relaxed).oldValue == 0
            let value = try await base.switches()
            guard isFirst else { return value }
            reading.finish()
            for await _ in held {}
            return value
        }

        /// Returns once the first read is done.
        func waitForRead() async { for await _ in read {} }

        func answer() { holding.finish() }
    }

    @Test("A pause is not undone by a read that began before it and ends after it")
    func overlap() async throws {
        let directory = try TemporaryDirectory()
        let store = LateStore(
            try SQLiteStore(path: directory.path(of: "store.sqlite"), log: .init(label: "test"), metrics: MetricsRegistry())
        )
        let switches = FleetSwitches()
        async let start: Void = switches.read(from: store)
        await store.waitForRead()
        try await store.setPaused(true, at: Instant(microseconds: 1_795_186_800_000_000), records: [])
        try await switches.read(from: store)
        #expect(switches.value.paused)
        store.answer()
        try await start
        #expect(switches.value.paused)
        try await store.setPaused(false, at: Instant(microseconds: 1_795_186_801_000_000), records: [])
        try await switches.read(from: store)
        #expect(!switches.value.paused)
        try await store.close()
    }
}
