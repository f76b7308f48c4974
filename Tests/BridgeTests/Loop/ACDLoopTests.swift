import Bridge
import CXone
import Foundation
import Notation
import Reconciliation
import Rehearsal
import Telemetry
import TestSupport
import Testing

/// The whole loop against the interface that NICE publishes for its ACD.
@Suite("The whole loop in the dialect acd")
struct ACDLoopTests {
    private static let options = Rig.Options(adjust: { $0.speak(.acd) })

    private func state(of agent: String, _ rig: Rig) async throws -> JSONValue {
        try #require(try await rig.simulator("GET", "/simulator/agents/\(agent)").json)
    }

    private func calls(_ kind: SimulatedCall, _ rig: Rig) async throws -> [JSONValue] {
        try await rig.simulator("GET", "/simulator/calls").json?.array?.filter { $0["call"]?.string == kind.rawValue } ?? []
    }

    @Test("A change comes by webhook, the agent's state follows with the code of the team, and a read has shown it")
    func wholeLoop() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.userID(0, in: .acd)
            let answer = try await rig.push(["userId": .string(agent), "status": "Break", "pauseReason": "Queue Full"])
            #expect(answer.status == 202)
            let changeID = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
            let event = try await rig.event(of: changeID)
            #expect(event["event"]?.string == "agent_status_updated")
            #expect(event["outcome"]?.string == "applied")
            #expect(event["userId"]?.string == agent)
            #expect(event["status"]?.string == "Break")
            #expect(event["pauseReason"]?.string == "Queue Full")
            #expect(event["previousStatus"]?.string == "Available")
            #expect(event["evidence"]?["grade"]?.string == "read", "the answer to the write says nothing")
            let state = try await state(of: agent, rig)
            #expect(state["agentStateId"]?.int == 2)
            #expect(state["outStateName"]?.string == "Queue Full")
            #expect(state["by"]?.string == "client")
            #expect(try await calls(.setState, rig).count == 1)
        }
    }

    @Test("One after another an agent goes through the statuses; what is so already costs no write")
    func through() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.userID(1, in: .acd)
            for (status, outcome) in [
                ("Training", "applied"), ("Busy", "applied"), ("Busy", "already"), ("Available", "applied"), ("Available", "already"),
            ] {
                let answer = try await rig.push(["userId": .string(agent), "status": .string(status)])
                let changeID = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
                #expect(try await rig.event(of: changeID)["outcome"]?.string == outcome, "\(status)")
            }
            #expect(try await state(of: agent, rig)["agentStateName"]?.string == "Available")
            #expect(try await calls(.setState, rig).count == 3)
        }
    }

    @Test("What the team has no code for is refused without a write, and Offline where nobody may be logged out")
    func refused() async throws {
        try await Rig.with(Self.options) { rig in
            // The team of this one misses the reason.
            for (index, change) in [
                (16, ["status": "Break", "pauseReason": "Skill Gap"] as JSONObject), (0, ["status": "Offline"] as JSONObject),
            ] {
                var change = change
                change["userId"] = .string(rig.roster.userID(index, in: .acd))
                let answer = try await rig.push(change)
                let changeID = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
                let event = try await rig.event(of: changeID)
                #expect(event["event"]?.string == "agent_status_update_failed")
                #expect(event["outcome"]?.string == "refused")
            }
            #expect(try await calls(.setState, rig).isEmpty)
            #expect(try await calls(.logout, rig).isEmpty)
        }
    }

    @Test("States that were read before a write which only the history showed are not taken for the present ones")
    func readBeforeWrite() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.userID(3, in: .acd)
            func outcome(_ status: JSONValue, _ reason: JSONValue = .null) async throws -> String {
                let change = try await rig.change(["userId": .string(agent), "status": status, "pauseReason": reason])
                let event = try await rig.end(of: change)
                return "\(event["outcome"]?.string ?? "") by \(event["evidence"]?["grade"]?.string ?? "")"
            }
            #expect(try await outcome("Training") == "applied by read")
            try await rig.faults(
                ["call": "agent_states", "kind": "malformed"],
                ["call": "agent_state", "kind": "malformed"]
            )
            #expect(try await outcome("Break", "Queue Full") == "applied by history")
            try await rig.faults()
            // The last read of all states that brought something is from before the break, and younger than ten seconds.
            #expect(try await outcome("Training") == "applied by read")
            #expect(try await state(of: agent, rig)["status"]?.string == "Training")
        }
    }

    @Test("A change waits for the end of the contact, and the contact is never lost")
    func contact() async throws {
        var options = Self.options
        options.clock = .accelerated(by: 20)
        try await Rig.with(options) { rig in
            let agent = rig.roster.userID(2, in: .acd)
            let path = "/simulator/agents/\(agent)"
            #expect(try await rig.simulator("PUT", path, ["status": "Busy", "by": "contact", "contactSeconds": 20]).status == 200)
            let answer = try await rig.push(["userId": .string(agent), "status": "Training"])
            let changeID = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
            #expect(try await rig.event(of: changeID)["outcome"]?.string == "applied")
            let state = try await state(of: agent, rig)
            #expect(state["contactsDropped"]?.int == 0)
            #expect(state["status"]?.string == "Training")
        }
    }

    /// Schedules of CXone's own WFM are read.
    private static let scheduled = Rig.Options(adjust: { setup in
        setup.speak(.acd)
        guard let tenant = setup.tenants[.standard], case .acd(var acd) = tenant.cxone else { return }
        acd.schedules = .export
        setup.tenants[.standard]?.cxone = .acd(acd)
    })

    @Test("With CXone's schedules a change outside the shift is refused, and where none is known it is made")
    func outOfShift() async throws {
        try await Rig.with(Self.scheduled) { rig in
            func outcome(_ index: Int) async throws -> String {
                let agent = rig.roster.userID(index, in: .acd)
                let event = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
                return [event["outcome"]?.string, event["code"]?.string].compactMap { $0 }.joined(separator: " ")
            }
            #expect(try await outcome(0) == "applied")
            #expect(try await outcome(5) == "refused out_of_shift")
            #expect(try await outcome(8) == "applied", "its schedule has no shifts")
            #expect(try await outcome(9) == "applied", "the schedules do not show it")
            let writes = try await calls(.setState, rig)
            #expect(writes.count == 3)
        }
    }

    @Test("Schedules that the access key may not read stop no change, and the record of it says so")
    func schedulesForbidden() async throws {
        try await Rig.with(Self.scheduled) { rig in
            let rights = KeyRight.allCases.filter { $0 != .readSchedules }.map { JSONValue.string($0.rawValue) }
            #expect(try await rig.simulator("PUT", "/simulator/key", ["rights": .array(rights)]).status == 200)
            let agent = rig.roster.userID(0, in: .acd)
            let event = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(event["outcome"]?.string == "already")
            let why = try await rig.operators("GET", "/v1/agents/\(agent)/why")
            let shift = why.json?["chain"]?.array?.first { $0["name"]?.string == "shift" }
            #expect(shift?["words"]?.string?.contains("Schedule Manager") == true, "\(String(describing: shift))")
        }
    }
}
