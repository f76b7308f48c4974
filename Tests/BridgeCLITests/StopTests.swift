import Foundation
import Logging
import Notation
import Rehearsal
import TestSupport
import Testing
import WebhookSignature

/// SIGTERM where everything hangs at once: the worst that a stop can meet short of a broken disk.
@Suite("Stopping the bridge", .timeLimit(.minutes(3)))
struct StopTests {
    /// What a stop may take (`StopTimes.longest`), and a little for the start of the process's end and for a busy machine.
    private static let bound: Duration = .seconds(18 + 6)
    private static let many = 3_000

    @Test("With everything in hand at once it ends in time with 0, and the next start settles what was accepted")
    func everythingInHand() async throws {
        let (cxone, wfm) = (try SilentServer(), try SilentServer())
        let eventKey = try WebhookKey.generate()
        var place = Place(
            directory: try TemporaryDirectory(),
            cxone: "http://127.0.0.1:\(cxone.port)",
            events: "http://127.0.0.1:\(wfm.port)",
            eventKey: eventKey
        )
        let agents = Roster(agents: 40, seed: 1).agents(with: .ordinary).map(\.id)
        let byHand = try #require(agents.last)
        let bridge = try await place.start()

        // An event that its receiver never answers, then changes that CXone never answers.
        let later = JSONValue.string(RFC3339.format(WallClock.system.now() + 3_600_000_000))
        var ids: [String] = []
        for status: JSONValue in ["Training", "Busy"] {
            let change: JSONObject = ["userId": .string(agents[0]), "status": status, "effectiveAt": later, "reference": "r"]
            ids.append(try await bridge.change(change, id: "msg_\(ids.count)"))
        }
        try await wfm.connected()
        for agent in agents.prefix(10) {
            ids.append(try await bridge.change(["userId": .string(agent), "status": "Training"], id: "msg_\(ids.count)"))
        }
        try await cxone.connected()
        // Nobody of these is kept waiting for more than ten seconds, whether the bridge stops or not.
        let clients = try await Clients(of: bridge, byHand: byHand)
        try await Observation.that("the change by hand in the journal") {
            try place.records().contains { $0["type"]?.string == "accepted" && $0["source"]?.string == "operators" }
        }
        // More records than are written while the signal is on its way.
        let (status, _) = try await bridge.push(Self.batch(at: later), id: "msg_many")
        #expect(status == 202)
        try await #require(!clients.byHand.hasNews(within: 0), "the change by hand did not wait long enough")

        let begun = ContinuousClock.now
        bridge.program.signal(SIGTERM)
        try await clients.expectEnds()
        #expect(await bridge.program.exitCode() == 0, "\(bridge.program.complaints)")
        let span = ContinuousClock.now - begun
        #expect(span < Self.bound, "it took \(span)")
        try await expectSound(place)

        // The second of the reference and the batch stay planned, all else ends; the change by hand was withdrawn.
        ids.remove(at: 1)
        try await settle(ids, &place, eventKey)
        try await expectSound(place)
        let records = try place.records()
        let taken = records.filter { $0["type"]?.string == "accepted" }.compactMap { $0["changeId"]?.string }
        #expect(taken.count == Self.many + 13 && Set(taken).count == taken.count, "\(taken.count)")
        let settled = records.filter { $0["type"]?.string == "settled" }
        #expect(Set(settled.compactMap { $0["changeId"]?.string }).isSuperset(of: ids) && settled.count == ids.count + 1)
        #expect(settled.filter { $0["source"]?.string == "operators" }.map { $0["outcome"]?.string } == ["cancelled"])
    }

    private static func batch(at time: JSONValue) -> [UInt8] {
        let items = (0..<many).map { index -> JSONValue in
            ["userId": .string("a\(index)"), "status": "Training", "effectiveAt": time, "reference": .string("r\(index)")]
        }
        return JSONValue.object(["event": "agent_status_changes_requested", "changes": .array(items)]).encoded()
    }

    private func expectSound(_ place: Place) async throws {
        let verdict = try await Program.run(["journal", "verify", place.journal])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    /// Starts again, with a CXone and a WFM that answer, and waits for the events of these changes.
    private func settle(_ changes: [String], _ place: inout Place, _ eventKey: WebhookKey) async throws {
        let simulator = try Program(["simulate", "--port", "0", "--agents", "40"])
        place.cxone = try await simulator.line { $0.hasPrefix("http://") }
        let standIn = StandIn(StandInConfiguration(keys: KeyRing([.init(key: eventKey, id: "events")])), logger: Logger(label: "stand-in"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await standIn.run() }
            place.events = try await standIn.address().baseURL
            let bridge = try await place.start()
            for change in changes {
                try await standIn.waitFor(within: .seconds(60)) { $0.json?["changeId"]?.string == change }
            }
            try await standIn.waitFor(count: changes.count + 1, within: .seconds(60))
            bridge.program.signal(SIGTERM)
            #expect(await bridge.program.exitCode() == 0, "\(bridge.program.complaints)")
        }
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }
}

/// Clients that the bridge has in hand: one says nothing more, one stops in the middle of a body, one waits for its change.
private struct Clients: Sendable {
    let idle: RawConnection
    let half: RawConnection
    let byHand: RawConnection

    init(of bridge: Place.Bridge, byHand agent: String) async throws {
        idle = try RawConnection(url: bridge.url)
        try await idle.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await idle.readAnswer().status == 200)
        byHand = try RawConnection(url: bridge.operatorURL)
        let body = #"{"status":"Training"}"#
        let token = try #require(bridge.operatorToken)
        try await byHand.send(
            "PUT /v1/agents/\(agent)/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        half = try RawConnection(url: bridge.url)
        try await half.send(
            "POST /v1/sources/wfm/status-changes HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"
        )
        #expect(try await half.readAnswer().status == 100)
        try await half.send("{")
    }

    /// Each of them has its answer, or the end of its connection.
    func expectEnds() async throws {
        async let last = byHand.readAnswer()
        async let late = half.readAnswer()
        async let nothing = idle.readToEnd()
        #expect(try await nothing.isEmpty)
        #expect(try await late.status == 408)
        let answer = try await last
        #expect(answer.status == 504 && answer.json?["success"]?.bool == false, "\(answer)")
    }
}
