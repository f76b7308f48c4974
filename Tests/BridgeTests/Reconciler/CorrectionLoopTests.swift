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

    /// The one hold of an agent that is in force.
    private static func hold(_ rig: Rig, _ agent: String) async throws -> JSONValue {
        let holds = try await rig.operators("GET", "/v1/holds").json?["holds"]?.array ?? []
        return holds.first { $0["userId"]?.string == agent } ?? .null
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
        let log = HeardLog()
        var options = Self.options { $0.override = .wfmWins }
        let adjust = options.adjust
        options.adjust = { setup in
            adjust(&setup)
            setup.logger = log.logger()
        }
        try await Rig.with(options) { rig in
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
            let alerts = log.lines(saying: "An agent is fought over and left alone for a while")
            #expect(alerts.map { $0["change.id"]?.string } == [id], "\(alerts)")
            #expect(try await rig.writes(to: agent).count == 4)
            #expect(try await rig.story(id)["state"]?.string == "applied")
            // The next change ends it.
            let next = try await rig.change(["userId": .string(agent), "status": "Available"])
            #expect(try await rig.end(of: next)["outcome"]?.string == "applied")
            #expect(try await rig.operators("GET", "/v1/holds").json?["holds"]?.array?.isEmpty == true)
        }
    }

    @Test("What a person did to a change that was made is held, explained by the records of it, and made again once when it is released")
    func released() async throws {
        try await Rig.with(Self.options { $0.drift = .report }) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            _ = try await rig.end(of: id)
            try await Self.move(rig, agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
            let held = try await Self.event(rig, ["changeId": id, "outcome": "held"])
            #expect(held["code"]?.string == "override", "\(held)")
            let hold = try await Self.hold(rig, agent)
            #expect(hold["changeId"]?.string == id && hold["until"]?.isNull == true, "\(hold)")
            #expect(try await rig.story(id)["state"]?.string == "applied")

            let why = try await rig.operators("GET", "/v1/agents/\(agent)/why").json ?? .null
            #expect(why["verdict"]?.string == "hold" && why["change"]?["changeId"]?.string == id, "\(why)")
            #expect(why["words"]?.string?.contains("from Training to Break at ") == true, "\(why["words"] ?? .null)")
            #expect(why["history"]?.array?.last?["movedBy"]?.string == "person", "\(why["history"] ?? .null)")
            let move = why["inputs"]?["lastPersonMove"]
            #expect(move?["from"]?.string == "Training" && move?["to"]?.string == "Break" && move?.time("at") != nil, "\(why)")

            let answer = try await rig.operators("POST", "/v1/holds/\(hold["id"]?.string ?? "")/release")
            #expect(answer.status == 200, "\(answer.text)")
            let corrected = try await Self.event(rig, ["changeId": id, "outcome": "applied", "cause": "override"])
            #expect(corrected["previousStatus"]?.string == "Break", "\(corrected)")
            #expect(try await rig.writes(to: agent).count == 2)
            #expect(try await Self.hold(rig, agent).isNull)
            // What a person does after it is held anew.
            try await Self.move(rig, agent, ["status": "Available", "by": "person"])
            try await Observation.that("another hold") {
                try await Self.hold(rig, agent)["id"]?.string.map { $0 != hold["id"]?.string } ?? false
            }
            #expect(try await rig.writes(to: agent).count == 2)
        }
    }

    @Test("For a time a person's move is left alone; then the change is made again, without a release")
    func lasting() async throws {
        try await Rig.with(Self.options { $0.override = .lasting(.minutes(4)) }) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            _ = try await rig.end(of: id)
            try await Self.move(rig, agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
            _ = try await Self.event(rig, ["changeId": id, "outcome": "held"])
            let hold = try await Self.hold(rig, agent)
            let until = try #require(hold.time("until"))
            _ = try await Self.event(rig, ["changeId": id, "outcome": "applied", "cause": "override"])
            let writes = try await rig.puts(to: agent)
            #expect(writes.count == 2 && (writes.last?.time("at") ?? 0) >= until, "\(writes)")
            let all = try await rig.operators("GET", "/v1/holds?all=true").json?["holds"]?.array ?? []
            #expect(all.first { $0["id"] == hold["id"] }?["ending"]?.string == "lapsed", "\(all)")
        }
    }

    @Test("Where people are only reported nothing is held and nothing is made again")
    func reportOnly() async throws {
        try await Rig.with(
            Self.options {
                $0.override = .reportOnly; $0.drift = .correct
            }
        ) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            _ = try await rig.end(of: id)
            try await Self.move(rig, agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
            _ = try await Self.event(rig, ["userId": agent, "outcome": "observed", "cause": "override"])
            let before = try await rig.calls(of: agent).count
            try await rig.reads(of: agent, after: before, atLeast: 2)
            #expect(try await Self.hold(rig, agent).isNull)
            #expect(try await rig.writes(to: agent).count == 1)
        }
    }

    @Test("What a correction waits for is explained, although the change is made")
    func waiting() async throws {
        try await Rig.with(Self.options { $0.drift = .correct }) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training"])
            _ = try await rig.end(of: id)
            #expect(try await rig.operators("POST", "/v1/pause").status == 200)
            try await Self.move(rig, agent, ["status": "Busy", "by": "contact"])
            try await Self.move(rig, agent, ["status": "Available", "by": "contact"])
            try await Observation.that("an explanation of the wait") {
                let why = try await rig.operators("GET", "/v1/agents/\(agent)/why").json
                return why?["verdict"]?.string == "wait" && why?["code"]?.string == "paused"
            }
            #expect(try await rig.story(id)["state"]?.string == "applied")
        }
    }
}
