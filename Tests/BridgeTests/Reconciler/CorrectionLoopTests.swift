import Bridge
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

@Suite("Corrections of what was left")
struct CorrectionLoopTests {
    /// Time runs 60 times as fast, and all agents are looked at every simulated minute.
    private static func options(_ choose: @escaping @Sendable (inout Policy) -> Void) -> Rig.Options {
        var options = WaitingTests.options(.accelerated(by: 60))
        let adjust = options.adjust
        options.adjust = { setup in
            adjust(&setup)
            setup.sweepEvery = .seconds(60)
            var policy = Policy()
            choose(&policy)
            setup.tenants[.standard]?.policies = PolicyBook(standard: policy)
        }
        return options
    }

    private static func event(_ rig: Rig, _ words: [String: String]) async throws -> JSONValue {
        let events = try await rig.standIn.waitFor(within: .seconds(30)) { event in
            words.allSatisfy { event.json?[$0.key]?.string == $0.value }
        }
        return events.first?.json ?? .null
    }

    private static func move(_ rig: Rig, _ agent: String, _ body: JSONObject) async throws {
        _ = try await rig.simulator("PUT", "/simulator/agents/\(agent)", .object(body))
    }

    @Test("What an agent left by no person's doing is made again, told as drift, and its change stays applied")
    func drift() async throws {
        try await Rig.with(Self.options { $0.drift = .correct }) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            #expect(try await rig.end(of: id)["outcome"]?.string == "applied")
            // A call, and what follows it by itself.
            try await Self.move(rig, agent, ["status": "Busy", "by": "contact"])
            try await Self.move(rig, agent, ["status": "Available", "by": "contact"])
            let corrected = try await Self.event(rig, ["changeId": id, "cause": "drift"])
            #expect(corrected["outcome"]?.string == "applied" && corrected["status"]?.string == "Training", "\(corrected)")
            #expect(corrected["previousStatus"]?.string == "Available" && corrected["event"]?.string == "agent_status_updated")
            #expect(try await rig.writes(to: agent).count == 2)
            let story = try await rig.story(id)
            #expect(story["state"]?.string == "applied" && story["history"]?.array?.count == 3, "\(story)")
            let left = try await Self.event(rig, ["userId": agent, "outcome": "observed"])
            #expect(left["cause"]?.string == "drift" && (left["sequence"]?.int ?? 9) < (corrected["sequence"]?.int ?? 0), "\(left)")
        }
    }

    @Test("What a person did is left as it is")
    func person() async throws {
        try await Rig.with(Self.options { $0.drift = .correct }) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            _ = try await rig.end(of: id)
            try await Self.move(rig, agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
            _ = try await Self.event(rig, ["userId": agent, "outcome": "observed", "cause": "override"])
            // Two more sweeps go by.
            let before = try await rig.calls(of: agent).count
            try await rig.reads(of: agent, after: before, atLeast: 2)
            #expect(try await rig.writes(to: agent).count == 1)
        }
    }

    @Test("Where the WFM wins a person's move is undone, three times in ten minutes; then the agent is let be, and listed")
    func fight() async throws {
        try await Rig.with(Self.options { $0.override = .wfmWins }) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            _ = try await rig.end(of: id)
            for count in 1...3 {
                try await Self.move(rig, agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
                try await Observation.that("correction \(count)") { try await rig.writes(to: agent).count == count + 1 }
            }
            try await Self.move(rig, agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
            let held = try await Self.event(rig, ["changeId": id, "outcome": "held"])
            #expect(held["code"]?.string == "fight", "\(held)")
            let holds = try await rig.operators("GET", "/v1/holds").json?["holds"]?.array ?? []
            #expect(holds.map { $0["changeId"]?.string } == [id])
            #expect(try await rig.writes(to: agent).count == 4)
            #expect(try await rig.story(id)["state"]?.string == "applied")
            // The next change ends it.
            let next = try await rig.change(["userId": .string(agent), "status": "Available"])
            #expect(try await rig.end(of: next)["outcome"]?.string == "applied")
            #expect(try await rig.operators("GET", "/v1/holds").json?["holds"]?.array?.isEmpty == true)
        }
    }
}
