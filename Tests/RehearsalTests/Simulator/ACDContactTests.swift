import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDContactTests {
    @Test("a contact shows as one, with its number, inbound or outbound")
    func shows() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            for (index, isOutbound, state) in [(0, false, Int64(3)), (1, true, 4)] {
                try await simulated.control(try simulated.id(index), ["status": "Busy", "by": "contact", "outbound": .bool(isOutbound)])
                let shown = try await acd.state(try simulated.number(index))
                #expect(shown["agentStateId"]?.int == state)
                #expect(shown["openContacts"]?.int == 1)
                #expect(shown["contactId"]?.int != nil)
                #expect(shown["outStateId"] == .null)
                #expect(shown["isOutbound"]?.bool == isOutbound)
            }
        }
    }

    @Test("a contact ends by itself, is followed by its wrap-up, and the agent is back where it was before")
    func runs() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let number = try simulated.number(0)
            let began = simulated.clock.now
            try await simulated.control(
                try simulated.id(0),
                ["status": "Busy", "by": "contact", "contactSeconds": 60, "wrapUpSeconds": 20]
            )
            simulated.clock.advance(by: .milliseconds(59_999))
            #expect(try await acd.state(number)["agentStateId"]?.int == 3)
            simulated.clock.advance(by: .milliseconds(1))
            let wrapUp = try await acd.state(number)
            #expect(wrapUp["agentStateId"]?.int == 2)
            #expect(wrapUp["isACW"] == true)
            #expect(wrapUp["outStateDescription"] == "After Call Work")
            #expect(wrapUp["contactId"] == .null)
            simulated.clock.advance(by: .seconds(500))
            let after = try await acd.state(number)
            #expect(after["agentStateId"]?.int == 1)
            #expect(after["startDate"]?.string == RFC3339.format(began + 80_000_000), "at the end of the wrap-up, whenever somebody looks")
        }
    }

    @Test("by default a state waits for the end of contact and wrap-up, the last one counts, and the log says so")
    func queues() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let (id, number) = (try simulated.id(0), try simulated.number(0))
            try await simulated.control(id, ["status": "Busy", "by": "contact"])
            expect(202, of: try await acd.unavailable(number, 1_001))
            expect(202, of: try await acd.unavailable(number, 1_002))
            #expect(try await acd.state(number)["agentStateId"]?.int == 3)
            #expect(try await simulated.agent(0)["queued"] == "Training")
            let call = try #require(try await simulated.calls().last { $0["call"] == "set_state" })
            #expect(call["queued"] == true)
            #expect(call["applied"] == false)
            try await simulated.control(id, ["by": "contact", "wrapUpSeconds": 15])
            #expect(try await acd.state(number)["isACW"] == true)
            simulated.clock.advance(by: .seconds(15))
            #expect(try await acd.state(number)["outStateId"]?.int == 1_002)
            #expect(try await simulated.agent(0)["queued"] == .null)
            #expect(try await simulated.agent(0)["contactsDropped"]?.int == 0)
        }
    }

    @Test("a contact that somebody ends gives way to what waits for it")
    func endedByControl() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            try await simulated.control(try simulated.id(0), ["status": "Busy", "by": "contact"])
            expect(202, of: try await acd.unavailable(try simulated.number(0), 1_001))
            let ended = try await simulated.control(try simulated.id(0), ["status": "Available", "by": "contact"])
            #expect(ended["outStateId"]?.int == 1_001)
        }
    }

    @Test("by switch a state on a contact is refused, or applied and the contact lost; in both dialects")
    func switches() async throws {
        for (mode, status) in [(OnContact.refuse, 409), (.apply, 200)] {
            try await withSimulator(.with { $0.onContact = mode }) { simulated in
                let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
                for index in [0, 1] { try await simulated.control(try simulated.id(index), ["status": "Busy", "by": "contact"]) }
                let set = try await acd.unavailable(try simulated.number(0), 1_001)
                #expect(set.status == (status == 200 ? 202 : status))
                let put = try await platform.put("/api/v2/users/\(try simulated.id(1))/status", ["status": "Training"])
                #expect(put.status == status)
                for index in [0, 1] {
                    let isOn = try await simulated.agent(index)["contactId"]?.int != nil
                    #expect(isOn == (mode == .refuse))
                    #expect(try await simulated.agent(index)["contactsDropped"]?.int == (mode == .refuse ? 0 : 1))
                }
            }
        }
    }

    @Test("with queue in platform, too, the answer shows what the agent still does")
    func queuesInPlatform() async throws {
        try await withSimulator(.with { $0.onContact = .queue }) { simulated in
            let platform = try await simulated.caller()
            try await simulated.control(try simulated.id(0), ["status": "Busy", "by": "contact", "contactSeconds": 10])
            let put = try await platform.put("/api/v2/users/\(try simulated.id(0))/status", ["status": "Training"])
            #expect(put.status == 200)
            #expect(put.json["status"] == "Busy")
            simulated.clock.advance(by: .seconds(10))
            #expect(try await simulated.agent(0)["status"] == "Training")
        }
    }

    @Test("an after-call code passes on a contact and in a wrap-up, and not otherwise")
    func afterCallCode() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let number = try simulated.number(0)
            expect(409, of: try await acd.unavailable(number, 1_031))
            try await simulated.control(try simulated.id(0), ["status": "Busy", "by": "contact", "contactSeconds": 10])
            expect(202, of: try await acd.unavailable(number, 1_031))
            simulated.clock.advance(by: .seconds(10))
            #expect(try await acd.state(number)["isACW"] == true)
            #expect(try await acd.state(number)["outStateId"]?.int == 1_031)
        }
    }

    @Test("a code that lasts too long logs the agent out, early in one team; platform's own states do not time out")
    func timesOut() async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            let (night, day) = (18, 0)
            for index in [night, day] { expect(202, of: try await acd.unavailable(try simulated.number(index), simulated.code(index, 1))) }
            expect(200, of: try await platform.put("/api/v2/users/\(try simulated.id(1))/status", ["status": "Training"]))
            let began = simulated.clock.now
            simulated.clock.advance(by: .seconds(15 * 60))
            let gone = try await simulated.agent(night)
            #expect(gone["agentStateId"]?.int == 0)
            #expect(gone["by"] == "session")
            #expect(gone["since"]?.string == RFC3339.format(began + 900_000_000))
            #expect(try await simulated.agent(day)["agentStateId"]?.int == 2)
            simulated.clock.advance(by: .seconds(105 * 60))
            #expect(try await simulated.agent(day)["agentStateId"]?.int == 0)
            #expect(try await simulated.agent(1)["status"] == "Training")
        }
    }

    @Test("control can choose a code, let it time out, and put an agent into another team")
    func control() async throws {
        try await withSimulator { simulated in
            let id = try simulated.id(0)
            let moved = try await simulated.control(id, ["teamId": 503, "outStateId": 3_051, "by": "supervisor", "timeoutSeconds": 5])
            #expect(moved["outStateName"] == "skill gap")
            #expect(moved["team"] == "Billing")
            #expect(moved["by"] == "supervisor")
            simulated.clock.advance(by: .seconds(5))
            #expect(try await simulated.agent(0)["agentStateName"] == "LoggedOut")
            let bad: [JSONValue] = [
                ["teamId": 1], ["outStateId": 3_013], ["outStateId": 3_001, "status": "Busy"], ["contactSeconds": 5],
                ["status": "Training", "by": "contact", "contactSeconds": 5], ["timeoutSeconds": -1],
            ]
            let before = try await simulated.agent(0)
            #expect(before["teamId"] == 503)
            expect(400, of: try await simulated.anonymous.put("/simulator/agents/\(id)", ["teamId": 504, "outStateId": 9_999]))
            #expect(try await simulated.agent(0) == before, "what is refused changes nothing")
            for order in bad { expect(400, of: try await simulated.anonymous.put("/simulator/agents/\(id)", order)) }
        }
    }
}
