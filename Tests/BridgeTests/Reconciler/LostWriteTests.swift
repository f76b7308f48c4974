import Bridge
import Notation
import Rehearsal
import TestSupport
import Testing

/// Writes whose answer says no, comes late or never.
@Suite("Writes that go wrong")
struct LostWriteTests {
    @Test("A write that took effect and whose answer was lost is confirmed by reading, without a second write")
    func appliedThenLost() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "applied_then_timeout", "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            let event = try await rig.end(of: change)
            #expect(event["outcome"]?.string == "applied")
            #expect(event["evidence"]?["grade"]?.string == "read")
            #expect(try await rig.puts(to: agent).count == 1)
        }
    }

    @Test("A write that only the history shows is reported with its own reason, not with that of the state the agent is in by then")
    func passedOn() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(8))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "applied_then_timeout", "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            try await Observation.that("the write to arrive") { try await rig.writes(to: agent).count == 1 }
            try await rig.steer(agent, ["status": "Break", "pauseReason": "Skill Gap", "by": "person"])
            let event = try await rig.end(of: change)
            #expect(event["outcome"]?.string == "applied")
            #expect(event["evidence"]?["grade"]?.string == "history")
            #expect(event["status"]?.string == "Training")
            #expect(event["pauseReason"]?.isNull == true)
        }
    }

    @Test("A write that hung and did nothing is made once more, after reading has shown that it did nothing")
    func hung() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "hang", "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            let event = try await rig.end(of: change)
            #expect(event["outcome"]?.string == "applied")
            let calls = try await rig.calls(of: agent).compactMap { $0["call"]?.string }
            let writes = calls.indices.filter { calls[$0] == "put_status" }
            try #require(writes.count == 2, "\(calls)")
            #expect(calls[writes[0]..<writes[1]].contains("status"), "\(calls)")
            #expect(try await rig.writes(to: agent).count == 1)
        }
    }

    @Test("A server's fault leaves the write in doubt: it is looked up before anything is sent again")
    func serverFault() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "answer", "code": 500, "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            #expect(try await rig.end(of: change)["outcome"]?.string == "applied")
            let calls = try await rig.calls(of: agent)
            let writes = calls.indices.filter { calls[$0]["call"]?.string == "put_status" }
            try #require(writes.count == 2)
            let between = calls[writes[0]..<writes[1]].compactMap { $0["call"]?.string }
            #expect(between.contains("status"), "\(between)")
            // What a write did may show for ten seconds after its intent, which was recorded a little before the call arrived.
            let times = writes.compactMap { calls[$0].time("at") }
            #expect(times[1] - times[0] >= 9_000_000)
        }
    }

    @Test("An answer 429 is waited for as long as it says")
    func throttled() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "answer", "code": 429, "retryAfter": 40, "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            try await rig.waiting(change, for: "budget")
            #expect(try await rig.end(of: change)["outcome"]?.string == "applied")
            let times = try await rig.puts(to: agent).compactMap { $0.time("at") }
            try #require(times.count == 2)
            #expect(times[1] - times[0] >= 40_000_000)
        }
    }

    @Test("An answer that no retry can mend fails the change")
    func rejected() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "answer", "code": 400, "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            let event = try await rig.end(of: change)
            #expect(event["event"]?.string == "agent_status_update_failed")
            #expect(event["outcome"]?.string == "failed")
            #expect(event["code"]?.string == "cxone_400")
            #expect(try await rig.puts(to: agent).count == 1)
        }
    }

    @Test("A right that is missing is waited for, a suspended user is refused")
    func forbidden() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let (agent, witness, suspended) = (rig.roster.ids[0], rig.roster.ids[1], rig.roster.ids[7])
            // Nobody could be read so far: a 403 is taken for a missing right, and says which one.
            try await rig.faults(["call": "user", "kind": "answer", "code": 403], ["call": "status", "kind": "answer", "code": 403])
            let waits = try await rig.change(["userId": .string(agent), "status": "Training"])
            let decision = try await rig.waiting(waits, for: "not_permitted")
            #expect(decision["detail"]?.string?.contains("API Access") == true, "\(decision)")
            try await rig.faults()
            #expect(try await rig.end(of: waits)["outcome"]?.string == "applied")

            let readable = try await rig.change(["userId": .string(witness), "status": "Training"])
            _ = try await rig.end(of: readable)
            let refused = try await rig.end(of: try await rig.change(["userId": .string(suspended), "status": "Training"]))
            #expect(refused["outcome"]?.string == "refused")
            #expect(refused["code"]?.string == "suspended_user")
        }
    }

    @Test("A write that is not permitted waits, and is made once the right is there")
    func writeForbidden() async throws {
        try await Rig.with(WaitingTests.options(callDeadline: .seconds(1))) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "answer", "code": 403, "times": 1])
            let change = try await rig.change(["userId": .string(agent), "status": "Training"])
            let decision = try await rig.waiting(change, for: "not_permitted")
            #expect(decision["userId"]?.string == agent)
            #expect(try await rig.end(of: change)["outcome"]?.string == "applied")
        }
    }
}
