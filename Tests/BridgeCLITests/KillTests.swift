import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Notation
import Rehearsal
import Synchronization
import TestSupport
import Testing
import WebhookSignature

/// `kill -9` at random moments under load: nothing answered 202 is lost, nothing is done twice, the journal verifies.
@Suite("Killing the bridge")
struct KillTests {
    /// How often the bridge is killed; `WFM_TEST_KILLS` for more.
    private static let kills = ProcessInfo.processInfo.environment["WFM_TEST_KILLS"].flatMap { Int($0) } ?? 25

    @Test("Whatever was answered 202 before a kill is settled once after it")
    func killing() async throws {
        var random = SeededRandom(for: "killing")
        let directory = try TemporaryDirectory()
        let simulator = try Program(["simulate", "--port", "0", "--agents", "40", "--latency", "3"])
        let cxone = try await simulator.line { $0.hasPrefix("http://") }
        let eventKey = try WebhookKey.generate()
        let standIn = StandIn(StandInConfiguration(keys: KeyRing([.init(key: eventKey, id: "events")])), logger: Logger(label: "stand-in"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await standIn.run() }
            let place = Place(directory: directory, cxone: cxone, events: try await standIn.address().baseURL, eventKey: eventKey)
            let load = Load(agents: Roster(agents: 40, seed: 1).agents(with: .ordinary).map(\.id), random: random)
            for _ in 0..<Self.kills {
                let bridge = try await place.start()
                try await load.run(against: bridge, answers: Int.random(in: 1...60, using: &random)) {
                    bridge.program.signal(SIGKILL)
                }
                #expect(await bridge.program.exitCode() == -SIGKILL)
                let verdict = try await Program.run(["journal", "verify", place.journal])
                #expect([0, 2].contains(verdict.code), "\(verdict.output)")
            }

            let bridge = try await place.start()
            let accepted = load.accepted
            #expect(accepted.count >= Self.kills)
            // An open intent is settled ten seconds after its write at the earliest.
            try await standIn.waitFor(count: accepted.count, within: .seconds(120)) { event in
                event.copies >= 1 && event.json?["changeId"]?.string.map { accepted[$0] != nil } == true
            }
            bridge.program.signal(SIGTERM)
            #expect(await bridge.program.exitCode() == 0, "\(bridge.program.complaints)")

            try await expectOnce(accepted, load, standIn, cxone)
            try await expectJournal(accepted, place)
            group.cancelAll()
        }
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }

    private func expectOnce(
        _ accepted: [String: String],
        _ load: Load,
        _ standIn: StandIn,
        _ cxone: String
    ) async throws {
        var eventsOf: [String: Int] = [:]
        for event in standIn.events() {
            guard let change = event.json?["changeId"]?.string else { continue }
            eventsOf[change, default: 0] += 1
            #expect(!event.copiesDiffer)
        }
        #expect(accepted.keys.allSatisfy { eventsOf[$0] == 1 })
        #expect(eventsOf.values.allSatisfy { $0 == 1 })
        #expect(standIn.refused().isEmpty)

        let answer = try await HTTPClient.shared.execute(HTTPClientRequest(url: "\(cxone)/simulator/calls"), timeout: .seconds(10))
        let calls = try JSONValue(
            parsing: Array(try await answer.body.collect(upTo: 1 << 28).readableBytesView),
            limits: JSONLimits(bytes: 1 << 28)
        )
        var writesOf: [String: Int] = [:]
        for call in calls.array ?? [] where call["method"]?.string == "PUT" && call["applied"]?.bool == true {
            guard let mark = call["body"]?["wrapUpCode"]?.string else { continue }
            writesOf[mark, default: 0] += 1
        }
        #expect(!writesOf.isEmpty)
        #expect(writesOf.values.allSatisfy { $0 == 1 }, "a change was written twice: \(writesOf.filter { $0.value > 1 })")
        let applied = standIn.events().filter { $0.json?["outcome"]?.string == "applied" }
        let unwritten = applied.compactMap { $0.json?["changeId"]?.string.flatMap { accepted[$0] } }.filter { writesOf[$0] == nil }
        #expect(unwritten.isEmpty, "reported as applied and never written: \(unwritten)")
        let sent = load.marks
        #expect(writesOf.keys.allSatisfy { sent.contains($0) })
    }

    private func expectJournal(_ accepted: [String: String], _ place: Place) async throws {
        let verdict = try await Program.run(["journal", "verify", place.journal])
        #expect(verdict.code == 0, "\(verdict.output)")
        var taken: [String: Int] = [:]
        var settled: [String: Int] = [:]
        for record in try place.records() {
            guard let change = record["changeId"]?.string else { continue }
            switch record["type"]?.string {
            case "accepted"?: taken[change, default: 0] += 1
            case "settled"?: settled[change, default: 0] += 1
            default: break
            }
        }
        #expect(accepted.keys.allSatisfy { taken[$0] == 1 && settled[$0] == 1 })
    }
}

/// Signed requests from several clients at once, each change marked so that its write can be told.
private final class Load: Sendable {
    private struct State {
        /// The mark of each change that was answered 202, by its id.
        var accepted: [String: String] = [:]
        var marks: Set<String> = []
        var left = 0
        var random: SeededRandom
    }

    private let agents: [String]
    private let state: Mutex<State>

    init(agents: [String], random: SeededRandom) {
        self.agents = agents
        state = Mutex(State(random: random))
    }

    var accepted: [String: String] { state.withLock { $0.accepted } }
    var marks: Set<String> { state.withLock { $0.marks } }

    /// Sends until so many answers have come, then ends the bridge while more are on their way.
    func run(against bridge: Place.Bridge, answers: Int, end: @escaping @Sendable () -> Void) async throws {
        state.withLock { $0.left = answers }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    var goesOn = true
                    while goesOn { goesOn = try await self.send(to: bridge, end) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func send(to bridge: Place.Bridge, _ end: @Sendable () -> Void) async throws -> Bool {
        let (mark, id, what, who) = state.withLock { state in
            let mark = "mark-\(state.random.next())"
            state.marks.insert(mark)
            return (mark, "msg_\(state.random.next())", Int(state.random.next() % 3), Int(state.random.next() % UInt64(agents.count)))
        }
        let statuses: [JSONObject] = [
            ["status": "Break", "pauseReason": "Queue Full"], ["status": "Training"], ["status": "Available"],
        ]
        var body = statuses[what]
        body["event"] = "agent_status_change_requested"
        body["userId"] = .string(agents[who])
        body["wrapUpCode"] = .string(mark)
        let bytes = JSONValue.object(body).encoded()
        do {
            let (status, answer) = try await bridge.push(bytes, id: id)
            guard status == 202, let change = answer["changes"]?.array?.first?["changeId"]?.string else { return false }
            let isLast = state.withLock { state in
                state.accepted[change] = mark
                state.left -= 1
                return state.left == 0
            }
            if isLast { end() }
            return state.withLock { $0.left > 0 }
        } catch {
            // The bridge is gone: whether it had taken this one nobody knows.
            return false
        }
    }
}
