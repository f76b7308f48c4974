import Logging
import Reconciliation
import Store
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Counting stampedes")
struct StampedeWatchTests {
    private static let now = Instant(seconds: 1_795_186_800)
    private static let wfm = SourceName("wfm")

    /// A real store that notes how often it has to count.
    private final class CountingStore: ForwardingStore {
        let base: any Store
        private let counts = Mutex(0)

        init(_ base: any Store) { self.base = base }

        var counted: Int { counts.withLock { $0 } }

        func stampede(_ question: StampedeQuestion) async throws(StoreFault) -> StampedeCount {
            counts.withLock { $0 += 1 }
            return try await base.stampede(question)
        }
    }

    private static func with(_ test: (CountingStore) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        let logger = Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() })
        let store = CountingStore(try SQLiteStore(path: directory.path(of: "store.sqlite"), log: logger, metrics: MetricsRegistry()))
        try await test(store)
        try await store.close()
        withExtendedLifetime(directory) {}
    }

    private static func agent(_ number: Int) -> AgentID { AgentID(tenant: .standard, userID: "agent-\(number)") }

    /// One request that moves agents now.
    private static func move(_ agents: Range<Int>, to status: Status, in store: any Store, from source: SourceName = wfm) async throws {
        let items = agents.map { number in
            Submission.Item.change(
                Change(
                    id: ChangeID("chg-\(source)-\(number)"),
                    agent: agent(number),
                    source: source,
                    requestID: RequestID("msg-\(agents.lowerBound)"),
                    wanted: Wanted(status: status),
                    effectiveAt: now,
                    expiresAt: now + .minutes(15),
                    acceptedAt: now,
                    state: .due
                )
            )
        }
        let id = RequestID("msg-\(source)-\(agents.lowerBound)")
        _ = try await store.accept(
            Submission(source: source, requestID: id, bodyDigest: [1], at: now, items: items) { _ in
                Conclusion(answer: StoredAnswer(bytes: [1]), records: [])
            }
        )
    }

    /// What a run for an agent is told, at a time.
    private static func count(
        _ number: Int,
        _ watch: StampedeWatch,
        _ store: any Store,
        among agents: Int? = nil,
        after wait: Duration = .zero
    ) async throws -> StampedeCount {
        let dossier = try await store.dossier(of: agent(number))
        let change = try #require(dossier.open.first)
        let count = try await watch.count(
            for: change,
            newest: dossier.newest,
            among: agents,
            policy: Policy(),
            in: store,
            now: now + wait
        )
        return try #require(count)
    }

    @Test("What was remembered before a rush was taken in does not let its first changes go")
    func rush() async throws {
        try await Self.with { store in
            let watch = StampedeWatch()
            try await Self.move(0..<1, to: .training, in: store)
            #expect(try await Self.count(0, watch, store).moving == 1)
            try await Self.move(1..<2_001, to: .offline, in: store)
            let first = try await Self.count(1, watch, store, after: .milliseconds(200))
            #expect(first.toOffline == 2_000 && first.isTooMany(for: Policy()))
            // The rush has been counted; nobody else needs to do it again.
            for number in 2..<2_001 { #expect(try await Self.count(number, watch, store, after: .milliseconds(300)).toOffline == 2_000) }
            #expect(store.counted == 2)
        }
    }

    @Test("A rush of single requests is counted again only where what has come since could make it too many")
    func singles() async throws {
        try await Self.with { store in
            let watch = StampedeWatch()
            for number in 0..<200 {
                try await Self.move(number..<(number + 1), to: .offline, in: store)
                let count = try await Self.count(number, watch, store, after: .milliseconds(Int64(number)))
                // Whoever is one too many is never let go.
                #expect(count.isTooMany(for: Policy()) == (number >= 50), "\(number): \(count)")
            }
            #expect(store.counted < 20, "\(store.counted) counts")
        }
    }

    @Test("Others' changes, of which few would be too many, are counted again; a share is one of all agents")
    func share() async throws {
        try await Self.with { store in
            let watch = StampedeWatch()
            try await Self.move(0..<60, to: .training, in: store)
            #expect(try await Self.count(0, watch, store, among: 1_000).known == 1_000)
            #expect(try await !Self.count(0, watch, store, among: 1_000).isTooMany(for: Policy()))
            #expect(try await Self.count(0, watch, store, among: 200).isTooMany(for: Policy()))
            #expect(store.counted == 1)
            try await Self.move(60..<260, to: .training, in: store, from: SourceName("other"))
            #expect(try await Self.count(0, watch, store, among: 1_000).moving == 60)
            #expect(store.counted == 2)
        }
    }

    @Test("After a while, and after a release, it is counted anew")
    func again() async throws {
        try await Self.with { store in
            let watch = StampedeWatch()
            try await Self.move(0..<1, to: .training, in: store)
            for wait in [Duration.zero, .seconds(1), .seconds(1) + .microseconds(1)] {
                _ = try await Self.count(0, watch, store, after: wait)
            }
            #expect(store.counted == 2)
            watch.forget()
            _ = try await Self.count(0, watch, store, after: .seconds(1))
            #expect(store.counted == 3)
        }
    }
}
