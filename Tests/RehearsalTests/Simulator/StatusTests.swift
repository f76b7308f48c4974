import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct StatusTests {
    @Test("an agent at work starts Available, one out of shift Offline")
    func startingStatus() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let reply = try await caller.get("/api/v2/users/\(try simulated.ordinary)/status").json
            #expect(reply.object?.members.map(\.name) == ["userId", "status", "pauseReason", "wrapUpCode", "timestamp"])
            #expect(reply["userId"]?.string == (try simulated.ordinary))
            #expect(reply["status"] == "Available")
            #expect(reply["pauseReason"] == .null)
            let since = try RFC3339.parse(try #require(reply["timestamp"]?.string))
            #expect(since < simulated.clock.now)
            #expect(try await caller.get("/api/v2/users/\(try simulated.id(5))/status").json["status"] == "Offline")
        }
    }

    @Test("a write answers the new status with its time, and reading shows the same")
    func writing() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            simulated.clock.advance(by: .milliseconds(1_234))
            let order: JSONValue = [
                "status": "Break", "pauseReason": "Queue Full", "wrapUpCode": "sale",
                "directiveFlags": ["autoAvailable": false, "respectWrapUp": true],
            ]
            let written = try await caller.put(path, order)
            #expect(written.status == 200)
            #expect(
                written.json == [
                    "userId": .string(try simulated.ordinary), "status": "Break", "pauseReason": "Queue Full", "wrapUpCode": "sale",
                    "timestamp": .string(RFC3339.format(simulated.clock.now)),
                ]
            )
            simulated.clock.advance(by: .seconds(60))
            #expect(try await caller.get(path).json == written.json)
        }
    }

    @Test(
        "the five statuses show as their states",
        arguments: [
            ("Available", 2, "READY"), ("Busy", 3, "BUSY"), ("Break", 4, "BREAK"), ("Training", 5, "PAUSED"), ("Offline", 1, "OFFLINE"),
        ]
    )
    func fiveStatuses(status: String, stateID: Int64, label: String) async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let reason: JSONValue = status == "Break" ? "Manager Meeting" : .null
            let reply = try await simulated.caller().put(
                "/api/v2/users/\(id)/status",
                ["status": .string(status), "pauseReason": reason, "wrapUpCode": nil, "directiveFlags": nil]
            )
            #expect(reply.status == 200)
            #expect(reply.json["status"]?.string == status)
            let agent = try await simulated.anonymous.get("/simulator/agents/\(id)").json
            #expect(agent["stateId"]?.int == stateID)
            #expect(agent["state"]?.string == label)
        }
    }

    @Test("the same status again is taken, keeps its start and begins no record")
    func sameAgain() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            let first = try await caller.put(path, ["status": "Break", "pauseReason": "Skill Gap"])
            simulated.clock.advance(by: .seconds(5))
            let second = try await caller.put(path, ["status": "Break", "pauseReason": "Skill Gap"])
            #expect(second.status == 200)
            #expect(second.json == first.json)
            let third = try await caller.put(path, ["status": "Break", "pauseReason": "IT Issue"])
            #expect(third.json["timestamp"]?.string == RFC3339.format(simulated.clock.now), "another reason is a change")
        }
    }

    @Test(
        "a body that is not right answers 400 and changes nothing",
        arguments: [
            "", "{", "[]", #""Break""#, "{}", #"{"status": null}"#, #"{"status": 3}"#, #"{"status": "break"}"#, #"{"status": "NOT_READY"}"#,
            #"{"status": "Break"}"#, #"{"status": "Break", "pauseReason": null}"#, #"{"status": "Break", "pauseReason": ""}"#,
            #"{"status": "Break", "pauseReason": "Lunch"}"#, #"{"status": "Break", "pauseReason": "queue full"}"#,
            #"{"status": "Break", "pauseReason": 1}"#, #"{"status": "Available", "pauseReason": "Lunch"}"#,
            #"{"status": "Training", "wrapUpCode": 7}"#, #"{"status": "Training", "directiveFlags": []}"#,
            #"{"status": "Training", "directiveFlags": {"autoAvailable": "true"}}"#,
            #"{"status": "Training", "directiveFlags": {"respectWrapUp": 1}}"#, #"{"status": "Training", "status": "Training"}"#,
        ]
    )
    func badBodies(body: String) async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            let before = try await caller.get(path).json
            let reply = try await caller.send(.PUT, path, body: Array(body.utf8))
            #expect(reply.status == 400)
            #expect(reply.json["message"]?.string?.isEmpty == false)
            #expect(try await caller.get(path).json == before)
        }
    }

    @Test("members that the interface does not know are ignored")
    func unknownMembers() async throws {
        try await withSimulator { simulated in
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            let order: JSONValue = ["status": "Training", "note": "x", "directiveFlags": ["autoAvailable": true, "later": 1]]
            expect(200, of: try await simulated.caller().put(path, order))
        }
    }

    @Test("a body over a mebibyte answers 413")
    func largeBody() async throws {
        try await withSimulator { simulated in
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            let reply = try await simulated.caller().send(.PUT, path, body: [UInt8](repeating: 32, count: (1 << 20) + 1))
            #expect(reply.status == 413)
        }
    }
}
