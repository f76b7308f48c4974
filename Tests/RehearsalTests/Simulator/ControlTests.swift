import AsyncHTTPClient
import Foundation
import NIOCore
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ControlTests {
    @Test("the list shows every agent in the roster's order with what is special about it")
    func lists() async throws {
        try await withSimulator { simulated in
            let agents = try #require(try await simulated.anonymous.get("/simulator/agents").json.array)
            #expect(agents.compactMap { $0["id"]?.string } == simulated.server.roster.ids)
            let needed: Set = [
                "id", "name", "status", "stateId", "state", "pauseReason", "since", "roles", "suspended", "shiftSchedule", "wrapUpUntil",
            ]
            for agent in agents { #expect(needed.isSubset(of: agent.object?.members.map(\.name) ?? [])) }
            #expect(agents[7]["suspended"] == true)
            #expect(agents[7]["trait"] == "suspended")
            #expect(agents[0]["suspended"] == false)
            #expect(agents[0]["roles"] == [["name": "Agent"]])
        }
    }

    @Test("people, contacts and sessions can move an agent, and what they did shows to clients")
    func moves() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let caller = try await simulated.caller()
            let live = { try await caller.get("/api/v2/users/\(id)/status").json }
            let onBreak = try await simulated.control(id, ["status": "Break", "pauseReason": "Lunch", "by": "person"])
            #expect(onBreak["by"] == "person")
            #expect(try await live()["pauseReason"] == "Lunch", "what people choose is not checked")
            #expect(try await simulated.control(id, ["status": "Busy", "by": "contact"])["by"] == "contact")
            #expect(try await live()["status"] == "Busy")
            #expect(try await live()["pauseReason"] == .null)
            try await simulated.control(id, ["status": "Offline", "by": "session"])
            #expect(try await live()["status"] == "Offline")
            try await simulated.control(id, ["status": "QUEUE_BUSY"])
            #expect(try await live()["status"] == "QUEUE_BUSY")
        }
    }

    @Test("suspension, roles and shift can be changed, null them and back")
    func changesTraits() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let caller = try await simulated.caller()
            try await simulated.control(id, ["suspended": true])
            expect(403, of: try await caller.get("/api/v2/users/\(id)"))
            try await simulated.control(
                id,
                ["suspended": false, "roles": ["Viewer", ["name": "Agent"]], "shiftSchedule": ["start": 1, "end": 2]]
            )
            let user = try await caller.get("/api/v2/users/\(id)").json
            #expect(user["roles"] == [["name": "Viewer"], ["name": "Agent"]])
            #expect(user["shiftSchedule"] == ["start": 1, "end": 2])
            try await simulated.control(id, ["roles": nil, "shiftSchedule": nil])
            let nulled = try await caller.get("/api/v2/users/\(id)").json
            #expect(nulled["roles"] == .null)
            #expect(nulled["shiftSchedule"] == .null)
            #expect(nulled.object?.members.map(\.name).contains("roles") == true)
        }
    }

    @Test(
        "a change that makes no sense is refused",
        arguments: [
            "[]", "{", #"{"status": "Lunch"}"#, #"{"status": "UNKNOWN(x)"}"#, #"{"by": "client", "status": "Busy"}"#,
            #"{"wrapUpSeconds": -1}"#,
            #"{"wrapUpSeconds": 1e9}"#, #"{"suspended": "yes"}"#, #"{"roles": [1]}"#, #"{"shiftSchedule": {"start": 1}}"#, #"{"state": 3}"#,
        ]
    )
    func badChanges(body: String) async throws {
        try await withSimulator { simulated in
            let path = "/simulator/agents/\(try simulated.ordinary)"
            let before = try await simulated.anonymous.get(path).json
            let reply = try await simulated.anonymous.send(.PUT, path, body: Array(body.utf8))
            #expect(reply.status == 400)
            #expect(reply.json["message"]?.string?.isEmpty == false)
            #expect(try await simulated.anonymous.get(path).json == before)
        }
    }

    @Test("a shift that no dialect could write is refused, and the field is named", arguments: [(1_764_600_000_000_000, 0), (0, -1 << 62)])
    func farShifts(start: Int64, end: Int64) async throws {
        try await withSimulator { simulated in
            let path = "/simulator/agents/\(try simulated.ordinary)"
            let reply = try await simulated.anonymous.put(path, ["shiftSchedule": ["start": .int(start), "end": .int(end)]])
            #expect(reply.status == 400)
            #expect(reply.json["message"]?.string?.hasPrefix(start == 0 ? "/shiftSchedule/end:" : "/shiftSchedule/start:") == true)
            try await simulated.control(
                try simulated.ordinary,
                ["shiftSchedule": ["start": -62_135_596_800, "end": 253_402_300_799]]
            )
            #expect(try await simulated.replies()[.scheduleExport]?.json["agentSchedules"]?.array?.count == 1)
        }
    }

    @Test("numbers at the ends of their type are answered like others")
    func farNumbers() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            for number in [Int.min, Int.max] {
                expect(404, of: try await acd.get("/agents/\(number)"))
                expect(404, of: try await simulated.anonymous.get("/simulator/agents/\(number)"))
            }
            #expect(try await simulated.calls("?after=\(Int.max)").isEmpty)
            #expect(try await simulated.calls("?after=0").count == 3)
        }
    }

    @Test("control of an unknown agent answers 404")
    func unknownAgent() async throws {
        try await withSimulator { simulated in
            expect(404, of: try await simulated.anonymous.put("/simulator/agents/nobody", ["status": "Busy"]))
            expect(404, of: try await simulated.anonymous.get("/simulator/agents/nobody"))
        }
    }

    @Test("the call log shows what was asked, what was answered and what took effect, without secrets")
    func logsCalls() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let id = try simulated.id(19)
            let encoded = id.replacing("@", with: "%40")
            expect(200, of: try await caller.put("/api/v2/users/\(encoded)/status", ["status": "Training"]))
            expect(400, of: try await caller.put("/api/v2/users/\(encoded)/status", ["status": "Lunch"]))
            expect(400, of: try await caller.send(.PUT, "/api/v2/users/\(encoded)/status", body: Array("not json".utf8)))
            expect(400, of: try await caller.get("/reporting/v2/agents/states/history?user_id=\(encoded)"))
            let calls = try await simulated.calls()
            #expect(calls.map { $0["seq"]?.int } == [1, 2, 3, 4, 5])
            #expect(calls.map { $0["method"]?.string } == ["POST", "PUT", "PUT", "PUT", "GET"])
            #expect(calls.map { $0["answer"]?.int } == [200, 200, 400, 400, 400])
            #expect(calls.map { $0["applied"]?.bool } == [false, true, false, false, false])
            #expect(calls.map { $0["userId"]?.string } == [nil, id, id, id, id])
            #expect(calls.map { $0["body"] } == [.null, ["status": "Training"], ["status": "Lunch"], "not json", .null])
            #expect(calls[1]["path"]?.string == "/api/v2/users/\(encoded)/status")
            #expect(calls[4]["path"]?.string == "/reporting/v2/agents/states/history")
            #expect(try RFC3339.parse(try #require(calls[0]["at"]?.string)) == simulated.clock.now)
            #expect(try await simulated.anonymous.get("/simulator/calls").text.contains("simulator-secret") == false)
            #expect(try await simulated.calls("?after=3").map { $0["seq"]?.int } == [4, 5])
            #expect(try await simulated.calls("?userId=nobody").isEmpty)
            #expect(try await simulated.calls("?userId=\(encoded)&after=2").count == 3)
            expect(400, of: try await simulated.anonymous.get("/simulator/calls?after=x"))
            expect(204, of: try await simulated.anonymous.send(.DELETE, "/simulator/calls"))
            #expect(try await simulated.calls().isEmpty)
            _ = try await simulated.token()
            #expect(try await simulated.calls().map { $0["seq"]?.int } == [6], "numbers go on")
        }
    }

    @Test("the call log is bounded: the oldest go")
    func logIsBounded() async throws {
        try await withSimulator(.with { $0.rememberedCalls = 3 }) { simulated in
            let caller = try await simulated.caller()
            for _ in 0..<5 { _ = try await caller.get("/api/v2/users/\(try simulated.ordinary)") }
            #expect(try await simulated.calls().map { $0["seq"]?.int } == [4, 5, 6])
            #expect(try await simulated.calls().allSatisfy { $0["answer"]?.int == 200 })
        }
    }

    @Test("control answers to this host only, while the public calls answer to all")
    func loopbackOnly() async throws {
        let outside = try #require(
            try System.enumerateDevices().compactMap(\.address).first { $0.protocol == .inet && $0.ipAddress?.hasPrefix("127.") == false },
            "this needs an address of the host other than loopback"
        )
        try await withSimulator(.with { $0.host = "0.0.0.0" }) { simulated in
            let port = try await simulated.server.address().port
            let remote = Caller(base: "http://\(try #require(outside.ipAddress)):\(port)")
            for path in ["/simulator/agents", "/simulator/faults", "/simulator/calls"] {
                let reply = try await remote.get(path)
                #expect(reply.status == 403)
                #expect(reply.json["message"]?.string != nil)
            }
            let change = try await remote.put("/simulator/agents/\(try simulated.ordinary)", ["status": "Busy"])
            #expect(change.status == 403)
            expect(401, of: try await remote.postForm("/oauth/token", ""))
            let local = Caller(base: "http://127.0.0.1:\(port)")
            expect(200, of: try await local.get("/simulator/agents"))
        }
    }
}
