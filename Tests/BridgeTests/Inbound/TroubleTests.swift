import AsyncHTTPClient
import Foundation
import Hummingbird
import LibCrypto
import Logging
import NIOHTTP1
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Synchronization
import Telemetry
import TestSupport
import Testing
import WebhookSignature

@testable import Bridge

/// Intake and readiness while store or journal cannot record, with real listeners and a real store behind a troubled one.
@Suite("When nothing can be recorded")
struct TroubleTests {
    /// A listener of its own for a responder.
    private static func serving<Result: Sendable>(
        _ responder: some HTTPResponder<EdgeContext>,
        _ test: @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let logger = Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() })
        let listener = Listener(host: "127.0.0.1", port: 0, responder: responder, limits: EdgeLimits(), logger: logger)
        let group = ServiceGroup(configuration: .init(services: [listener], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let outcome: Swift.Result<Result, any Error>
            do { outcome = .success(try await test("http://127.0.0.1:\(try await listener.port())")) } catch { outcome = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.next()
            return try outcome.get()
        }
    }

    /// Intake alone: its listener, its store, its gate, and what it handed on.
    private struct Part: Sendable {
        let url: String
        let key: WebhookKey
        let store: TroubledStore
        let gate: RecordingGate
        let registry: MetricsRegistry
        let handedOn: Handed

        final class Handed: Sendable {
            private let changes = Mutex<[Change]>([])
            func add(_ new: [Change]) { changes.withLock { $0 += new } }
            var count: Int { changes.withLock { $0.count } }
        }

        func push(_ body: [UInt8], id: String) async throws -> RigAnswer {
            let now = WallClock.system.now() / 1_000_000
            let headers = try StandardWebhooks.sign(id: id, timestamp: now, body: body, keys: KeyRing([.init(key: key, id: "k")]))
            var request = HTTPClientRequest(url: url + "/v1/status-changes")
            request.method = .POST
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            request.body = .bytes(body)
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
            let fields = response.headers.map { ($0.name.lowercased(), $0.value) }
            return RigAnswer(status: Int(response.status.code), headers: Dictionary(fields) { $1 }, text: text)
        }
    }

    private static func withPart<Result: Sendable>(_ test: @Sendable (Part) async throws -> Result) async throws -> Result {
        let directory = try TemporaryDirectory()
        let logger = Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() })
        let registry = MetricsRegistry()
        let store = TroubledStore(try SQLiteStore(path: directory.path(of: "store.sqlite"), log: logger, metrics: registry))
        let mint = IDMinter(now: { 1_795_186_800_000_000 }) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
        let (key, gate, handedOn) = (try WebhookKey.generate(), RecordingGate(), Part.Handed())
        let source = Source(name: SourceName("wfm"), tenant: .standard, keys: KeyRing([.init(key: key, id: "k")]))
        let intake = Intake(
            sources: Current([source.name: source]),
            store: store,
            scribe: Scribe(boot: "boot", mint: mint),
            mint: mint,
            clock: .system,
            metrics: IntakeMetrics(in: registry),
            unsigned: UnsignedTally(),
            gate: gate,
            recorded: {},
            accepted: { handedOn.add($0) },
            withdrawn: { _ in }
        )
        let responder = IntakeRoutes.responder(intake, limits: EdgeLimits(), metrics: registry)
        let result = try await serving(responder) { url in
            try await test(Part(url: url, key: key, store: store, gate: gate, registry: registry, handedOn: handedOn))
        }
        try await store.close()
        withExtendedLifetime(directory) {}
        return result
    }

    private static let body = JSONValue.object(changeBody()).encoded()

    @Test("A full disk means 503 with Retry-After, nothing is handed on, and the id stays free")
    func fullDisk() async throws {
        try await Self.withPart { part in
            part.store.setFull(true)
            for body in [Self.body, Array("{".utf8), JSONValue.object(changeBody(["event": "x"])).encoded()] {
                let answer = try await part.push(body, id: "msg_1")
                #expect(answer.flawsAsProblem(status: 503, code: "cannot_record").isEmpty, "\(answer.text)")
                #expect(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0)
            }
            #expect(part.handedOn.count == 0)
            #expect(part.registry.value(.inboundRequestsRefused, RequestRefusal.cannotRecord) == 3)
            part.store.setFull(false)
            let answer = try await part.push(Self.body, id: "msg_1")
            #expect(answer.status == 202)
            #expect(part.handedOn.count == 1)
        }
    }

    @Test("While the journal cannot record, signed requests get 503 and forged ones still 401")
    func closedGate() async throws {
        try await Self.withPart { part in
            part.gate.stop()
            let answer = try await part.push(Self.body, id: "msg_1")
            #expect(answer.flawsAsProblem(status: 503, code: "cannot_record").isEmpty, "\(answer.text)")
            #expect(answer.headers["retry-after"] != nil)
            var request = HTTPClientRequest(url: part.url + "/v1/status-changes")
            request.method = .POST
            request.body = .bytes(Self.body)
            #expect(try await HTTPClient.shared.execute(request, timeout: .seconds(30)).status == .unauthorized)
            #expect(part.registry.value(.inboundRequestsRefused, RequestRefusal.cannotRecord) == 1)
        }
    }

    @Test("A copy that comes while the first is in hand waits for its answer")
    func inHand() async throws {
        try await Self.withPart { part in
            part.store.shut()
            async let first = part.push(Self.body, id: "msg_1")
            await part.store.waitForArrivals(1)
            async let second = part.push(Self.body, id: "msg_1")
            await part.store.waitForArrivals(2)
            part.store.open()
            let answers = try await [first, second]
            #expect(answers.map(\.status).sorted() == [200, 202])
            #expect(answers[0].json?["changes"] == answers[1].json?["changes"])
            #expect(part.handedOn.count == 1)
        }
    }

    @Test("A bridge that is not ready says why, with 503")
    func notReady() async throws {
        let directory = try TemporaryDirectory()
        let logger = Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() })
        let registry = MetricsRegistry()
        let store = TroubledStore(try SQLiteStore(path: directory.path(of: "store.sqlite"), log: logger, metrics: registry))
        let mint = IDMinter(now: { 1_795_186_800_000_000 }) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
        let gate = RecordingGate()
        let console = Console(
            store: store,
            tenants: [:],
            policies: PolicyShelf([:]),
            stampedes: StampedeWatch(),
            scribe: Scribe(boot: "boot", mint: mint),
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
        let responder = ConsoleRoutes.responder(
            console,
            authenticate: { _ in nil },
            registry: registry,
            readiness: { await Readiness(gate: gate, store: store, tenants: [:], now: WallClock.system.now()) },
            limits: EdgeLimits()
        )
        try await Self.serving(responder) { url in
            func ready() async throws -> (Int, JSONValue) {
                let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url + "/readyz"), timeout: .seconds(30))
                return (Int(response.status.code), try JSONValue(parsing: String(buffer: try await response.body.collect(upTo: 1 << 20))))
            }
            let good = try await ready()
            #expect(good.0 == 200)
            #expect(good.1["status"]?.string == "ready")

            store.setFull(true)
            let full = try await ready()
            #expect(full.0 == 503)
            #expect(full.1["status"]?.string == "not_ready")
            #expect(full.1["store"]?.string?.contains("full") == true)
            #expect(full.1["journal"]?.string == "ok")

            store.setFull(false)
            gate.stop()
            let stopping = try await ready()
            #expect(stopping.0 == 503)
            #expect(stopping.1["store"]?.string == "ok")
            #expect(stopping.1["journal"]?.string == "the bridge is stopping")
        }
        try await store.close()
        withExtendedLifetime(directory) {}
    }
}
