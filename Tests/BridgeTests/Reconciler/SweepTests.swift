import Bridge
import Notation
import Reconciliation
import Rehearsal
import Testing

@Suite("What others do to agents")
struct SweepTests {
    /// Time runs 60 times as fast, and all agents are looked at every simulated minute.
    private static var options: Rig.Options {
        var options = WaitingTests.options(.accelerated(by: 60))
        let adjust = options.adjust
        options.adjust = { setup in
            adjust(&setup)
            setup.sweepEvery = .seconds(60)
            // What is told of decisions has a place in the sequence as well.
            setup.endpoints[0].types = [.updated, .updateFailed]
        }
        return options
    }

    private static func observed(_ rig: Rig, _ userID: String, _ status: String) async throws -> JSONValue {
        let events = try await rig.standIn.waitFor(within: .seconds(30)) { event in
            event.json?["userId"]?.string == userID && event.json?["status"]?.string == status && event.json?["changeId"]?.isNull == true
        }
        return events.first?.json ?? .null
    }

    @Test("A person's own change is told as observed, with who and what showed it, and only once")
    func observed() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.ids[0]
            let first = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
            #expect(first["outcome"]?.string == "applied")
            _ = try await rig.simulator(
                "PUT",
                "/simulator/agents/\(agent)",
                ["status": "Break", "pauseReason": "IT Issue", "by": "person"]
            )
            let event = try await Self.observed(rig, agent, "Break")
            #expect(event["event"]?.string == "agent_status_updated" && event["outcome"]?.string == "observed", "\(event)")
            #expect(event["cause"]?.string == "override" && event["previousStatus"]?.string == "Training", "\(event)")
            #expect(event["pauseReason"]?.string == "IT Issue" && event["requestId"]?.isNull == true)
            #expect(event["sequence"]?.int == 2 && event["latencyMs"]?.double ?? -1 >= 0)
            // Whatever was told twice would come before this.
            let next = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(next["sequence"]?.int == 3, "\(next)")
        }
    }

    @Test("The bridge's own writes are not echoed")
    func noEcho() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
            // A whole sweep goes by: the reads of it are seen by CXone.
            let before = try await rig.calls(of: agent).count
            try await rig.reads(of: agent, after: before, atLeast: 2)
            let next = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(next["sequence"]?.int == 2, "\(next)")
        }
    }

    @Test("What a person did just before a change is told first, so that the order of events is that of the moves")
    func order() async throws {
        var options = Self.options
        let adjust = options.adjust
        options.adjust = { setup in
            adjust(&setup)
            setup.sweepEvery = .hours(10)
        }
        try await Rig.with(options) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
            _ = try await rig.simulator(
                "PUT",
                "/simulator/agents/\(agent)",
                ["status": "Break", "pauseReason": "IT Issue", "by": "person"]
            )
            let next = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(next["outcome"]?.string == "applied" && next["previousStatus"]?.string == "Break", "\(next)")
            let event = try await Self.observed(rig, agent, "Break")
            #expect(event["sequence"]?.int == 2 && next["sequence"]?.int == 3, "\(event) \(next)")
        }
    }
}

extension Rig {
    /// Returns once CXone has seen more calls about a user. Every round is a request: nothing sleeps.
    func reads(of userID: String, after count: Int, atLeast more: Int) async throws {
        while try await calls(of: userID).count < count + more {}
    }
}
