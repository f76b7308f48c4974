import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDStateTests {
    private static let day = "startDate=2026-11-20T00:00:00Z&endDate=2026-11-20T15:00:00Z"

    @Test("a state is acknowledged with 202 and nothing else, and both dialects show it")
    func setsState() async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            let (number, path) = (try simulated.number(0), "/api/v2/users/\(try simulated.id(0))/status")
            let cases: [(code: Int, name: String, status: JSONValue, reason: JSONValue)] = [
                (1_001, "Break", "Break", .null), (1_002, "Training", "Training", .null), (1_003, "Busy", "Busy", .null),
                (1_013, "Skill Gap", "Break", "Skill Gap"), (1_021, "End of Shift", "NOT_READY", .null),
            ]
            for (code, name, status, reason) in cases {
                let reply = try await acd.unavailable(number, code)
                #expect(reply.status == 202)
                #expect(reply.body.isEmpty)
                let state = try await acd.state(number)
                #expect(state["agentStateId"]?.int == 2)
                #expect(state["agentStateName"] == "Unavailable")
                #expect(state["outStateId"]?.int == Int64(code))
                #expect(state["outStateDescription"]?.string == name)
                #expect(state["isACW"] == false)
                #expect(state["startDate"] == state["lastUpdateTime"])
                let live = try await platform.get(path).json
                #expect(live["status"] == status)
                #expect(live["pauseReason"] == reason)
            }
            expect(202, of: try await acd.available(number))
            #expect(try await acd.state(number)["agentStateId"]?.int == 1)
            #expect(try await acd.state(number)["outStateId"] == .null)
            #expect(try await platform.get(path).json["status"] == "Available")
            let calls = try await simulated.calls().filter { $0["call"] == "set_state" }
            #expect(calls.count == 6)
            let id = try simulated.id(0)
            for call in calls {
                #expect(call["applied"] == true && call["dialect"] == "acd")
                #expect(call["userId"]?.string == id, "a call about an agent names the user")
            }
        }
    }

    @Test("what platform sets shows in acd as the codes of the agent's team")
    func platformShows() async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            let cases: [(index: Int, body: JSONValue, state: Int64, code: JSONValue)] = [
                (0, ["status": "Break", "pauseReason": "IT Issue"], 2, 1_011), (0, ["status": "Training"], 2, 1_002),
                (0, ["status": "Busy"], 2, 1_003), (0, ["status": "Available"], 1, .null), (0, ["status": "Offline"], 0, .null),
                // The team of this one misses the reason.
                (16, ["status": "Break", "pauseReason": "Skill Gap"], 2, 3_001),
            ]
            for (index, body, state, code) in cases {
                expect(200, of: try await platform.put("/api/v2/users/\(try simulated.id(index))/status", body))
                let shown = try await acd.state(try simulated.number(index))
                #expect(shown["agentStateId"]?.int == state, "\(body)")
                #expect(shown["outStateId"] == code, "\(body)")
            }
        }
    }

    @Test("by switch the acknowledgement is 200")
    func answers200() async throws {
        try await withSimulator(.with { $0.stateAnswer = 200 }) { simulated in
            let acd = try await simulated.acd()
            expect(200, of: try await acd.available(try simulated.number(0)))
        }
    }

    @Test(
        "a state that cannot be is refused, says why in the header, and changes nothing",
        arguments: [
            (0, "state=available", 400, "case"), (0, "state=Busy", 400, "Available or Unavailable"), (0, "", 400, "state"),
            (0, "state=Unavailable&outStateId=x", 400, "number"), (0, "state=Unavailable&outStateId=0", 400, "reserved"),
            (0, "state=Unavailable&outStateId=3", 400, "reserved"), (0, "state=Unavailable&outStateId=9999", 400, "not a code"),
            (16, "state=Unavailable&outStateId=3013", 400, "not a code"), (17, "state=Unavailable&outStateId=4002", 400, "not active"),
            (0, "state=Unavailable&outStateId=1031", 409, "after a contact"), (7, "state=Available", 403, "not active"),
        ]
    )
    func refused(index: Int, query: String, status: Int, words: String) async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let before = try await simulated.agent(index)
            let reply = try await acd.post("/agents/\(try simulated.number(index))/state?\(query)")
            #expect(reply.status == status)
            #expect(reply.body.isEmpty)
            #expect(reply.header("icStatusDescription")?.contains(words) == true, "\(reply.header("icStatusDescription") ?? "")")
            #expect(try await simulated.agent(index) == before)
        }
    }

    @Test("unknown and deleted agents answer 404 to every call about them")
    func unknown() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            try await simulated.control(try simulated.id(1), ["deleted": true])
            for id in ["1", "x", try simulated.id(0), String(try simulated.number(1))] {
                expect(404, of: try await acd.post("/agents/\(id)/state?state=Available"))
                expect(404, of: try await acd.get("/agents/\(id)/states"))
                expect(404, of: try await acd.get("/agents/\(id)"))
                expect(404, of: try await acd.post("/agents/\(id)/logout"))
                expect(404, of: try await acd.get("/agents/\(id)/state-history?\(Self.day)"))
            }
            expect(404, of: try await acd.get("/teams/1/unavailable-codes"))
        }
    }

    @Test("the whole business unit is one read; after that only who changed, or 204")
    func wholeUnit() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let (everybody, polled) = try await acd.states()
            #expect(everybody.compactMap { $0["agentId"]?.int }.map { Int($0) } == simulated.server.roster.acdIDs)
            let needed: Set = [
                "agentId", "agentStateId", "agentStateName", "outStateId", "outStateDescription", "isACW", "contactId", "openContacts",
                "lastUpdateTime", "startDate", "teamId",
            ]
            for item in everybody { #expect(needed.isSubset(of: item.object?.members.map(\.name) ?? [])) }
            #expect(Set(everybody.compactMap { $0["agentStateId"]?.int }) == [0, 1])
            let since = try #require(polled)
            #expect(try RFC3339.parse(since) == simulated.clock.now)
            expect(204, of: try await acd.get("/agents/states?updatedSince=\(since)"))

            simulated.clock.advance(by: .seconds(3))
            expect(202, of: try await acd.unavailable(try simulated.number(4), 1_002))
            simulated.clock.advance(by: .seconds(3))
            let (changed, later) = try await acd.states(since: since)
            let number = try simulated.number(4)
            #expect(changed.compactMap { $0["agentId"]?.int } == [Int64(number)])
            let then = try #require(later)
            expect(204, of: try await acd.get("/agents/states?updatedSince=\(then)"))
            expect(204, of: try await acd.get("/agents/\(number)/states?updatedSince=\(then)"))
            expect(400, of: try await acd.get("/agents/states?updatedSince=yesterday"))
        }
    }

    @Test("a change at the very time of a read is told by the next one")
    func sameInstant() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let since = try #require(try await acd.states().pollTime)
            expect(202, of: try await acd.unavailable(try simulated.number(4), 1_002))
            #expect(try await acd.states(since: since).items.count == 1)
        }
    }

    @Test("logging out ends the session, and drops a contact")
    func logsOut() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let number = try simulated.number(0)
            try await simulated.control(try simulated.id(0), ["status": "Busy", "by": "contact"])
            #expect(try await simulated.agent(0)["contactsDropped"]?.int == 0)
            let reply = try await acd.post("/agents/\(number)/logout")
            #expect(reply.status == 202)
            #expect(reply.body.isEmpty)
            #expect(try await acd.state(number)["agentStateId"]?.int == 0)
            #expect(try await acd.state(number)["openContacts"]?.int == 0)
            #expect(try await simulated.agent(0)["contactsDropped"]?.int == 1)
        }
    }

    @Test("by switch the state of an agent who is logged out is not set")
    func loggedOut() async throws {
        try await withSimulator(.with { $0.setsLoggedOut = false }) { simulated in
            let acd = try await simulated.acd()
            try await simulated.control(try simulated.id(0), ["status": "Offline", "by": "session"])
            #expect(try await acd.available(try simulated.number(0)).status == 409)
            #expect(try await acd.available(try simulated.number(1)).status == 202)
        }
    }
}
