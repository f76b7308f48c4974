import AsyncHTTPClient
import CXone
import Logging
import Notation
import Reconciliation
import Rehearsal
import Store
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Bridge

/// What CXone has queued behind a contact and is not wanted any more, against the simulator, which queues.
@Suite("Taking back what CXone has queued", .timeLimit(.minutes(1)))
struct TakingBackTests {
    /// A real store that an operator may pause at the last moment: just before it is recorded that something is taken back.
    private final class PausedStore: ForwardingStore {
        enum Step: Equatable {
            case intended
            case takesBack(IntentAnswer)
            case ended(ChangeState)
        }

        let base: any Store
        let steps: AsyncStream<Step>
        private let report: AsyncStream<Step>.Continuation
        private let pauses = Mutex(true)

        init(_ base: any Store) {
            self.base = base
            (steps, report) = AsyncStream.makeStream(of: Step.self)
        }

        func resume() async throws(StoreFault) {
            pauses.withLock { $0 = false }
            try await base.setPaused(false, at: Instant(microseconds: WallClock.system.now()), records: [])
        }

        func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer {
            guard order.takesBack != nil else {
                let answer = try await base.recordIntent(order)
                report.yield(.intended)
                return answer
            }
            if pauses.withLock({ $0 }) { try await base.setPaused(true, at: order.now, records: []) }
            let answer = try await base.recordIntent(order)
            report.yield(.takesBack(answer))
            return answer
        }

        func settle(_ settlement: Settlement) async throws(StoreFault) {
            try await base.settle(settlement)
            for transition in settlement.transitions where transition.to.isFinal { report.yield(.ended(transition.to)) }
        }
    }

    private static func writes(_ rig: Rig) async throws -> Int {
        let calls = try await rig.simulator("GET", "/simulator/calls").json?.array ?? []
        return calls.count { $0["call"]?.string == SimulatedCall.setState.rawValue }
    }

    @Test("Nothing is taken back once all writes are paused, though the run began before; afterwards it is, and leaves its mark")
    func paused() async throws {
        let configured = Mutex<CXoneConfiguration?>(nil)
        let options = Rig.Options(adjust: { setup in
            setup.speak(.acd)
            configured.withLock { $0 = setup.tenants[.standard]?.cxone }
        })
        try await Rig.with(options) { rig in
            let logger = Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() })
            guard case .acd(var acd)? = configured.withLock({ $0 }) else { throw CancellationError() }
            acd.queuesStates = .yes
            let directory = try TemporaryDirectory()
            let store = PausedStore(try SQLiteStore(path: directory.path(of: "own.sqlite"), log: logger, metrics: MetricsRegistry()))
            let http = CXoneHTTP.client()
            let metrics = CXoneMetrics(in: MetricsRegistry())
            var policies = PolicyBook()
            policies.standard.onContact = .apply
            let heart = BridgeHeart(
                BridgeHeart.Setup(
                    store: store,
                    client: CXoneConfiguration.acd(acd).client(
                        http: http,
                        clock: .system,
                        metrics: metrics,
                        logger: logger,
                        manners: nil
                    ),
                    policies: policies,
                    sources: [SourceName("wfm")],
                    endpoint: EndpointName("wfm"),
                    clock: .system,
                    random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
                    post: { _ in 200 },
                    sweepEvery: .minutes(5),
                    runs: 4,
                    logger: logger
                )
            )
            let running = Task { await heart.run() }
            let user = rig.roster.userID(0, in: .acd)
            let contact: JSONValue = ["status": "Busy", "by": "contact", "contactSeconds": 3_600]
            #expect(try await rig.simulator("PUT", "/simulator/agents/\(user)", contact).status == 200)
            func send(_ body: JSONObject, _ id: String) async -> Int {
                await heart.accept(JSONValue.object(body).encoded(), id: RequestID(id), from: SourceName("wfm"))
            }
            let change: JSONObject = [
                "event": "agent_status_change_requested", "userId": .string(user), "status": "Training", "reference": "r",
            ]
            #expect(await send(change, "msg_1") == 202)
            var steps = store.steps.makeAsyncIterator()
            #expect(await steps.next() == .intended)
            #expect(await send(["event": "agent_status_changes_cancelled", "references": ["r"]], "msg_2") == 202)
            // That it is asked for once more means that nothing was sent the first time.
            for _ in 0..<2 { #expect(await steps.next() == .takesBack(.withdrawn(.paused))) }
            #expect(try await Self.writes(rig) == 1)

            try await store.resume()
            var answer = await steps.next()
            while answer == .takesBack(.withdrawn(.paused)) { answer = await steps.next() }
            #expect(answer == .takesBack(.recorded))
            #expect(await steps.next() == .ended(.cancelled))
            #expect(try await Self.writes(rig) == 2)
            let ledger = try await store.dossier(of: AgentID(tenant: .standard, userID: user)).ledger
            #expect(ledger.takenBack.map(\.wanted.status) == [.available])
            #expect(ledger.openIntent == nil)
            running.cancel()
            await running.value
            try await store.close()
            try await http.shutdown()
            withExtendedLifetime(directory) {}
        }
    }
}
