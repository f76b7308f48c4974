import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct WrapUpTests {
    private func flags(_ status: JSONValue, respect: JSONValue, auto: JSONValue = false) -> JSONValue {
        ["status": status, "directiveFlags": ["respectWrapUp": respect, "autoAvailable": auto]]
    }

    @Test("an active wrap-up refuses a write that respects it, which changes nothing, and lets it pass when it is over")
    func wrapUpAnswers409() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let path = "/api/v2/users/\(id)/status"
            let caller = try await simulated.caller()
            let agent = try await simulated.control(id, ["by": "contact", "wrapUpSeconds": 30])
            #expect(agent["state"] == "NOT_READY")
            #expect(agent["wrapUpUntil"]?.string == RFC3339.format(simulated.clock.now + 30_000_000))
            #expect(try await caller.get(path).json["status"] == "NOT_READY")

            let refused = try await caller.put(path, flags("Training", respect: true, auto: true))
            #expect(refused.status == 409)
            #expect(refused.json["message"]?.string?.contains("wrap-up") == true)
            #expect(try await caller.put(path, ["status": "Training"]).status == 409, "respect is what counts where nothing is said")
            #expect(try await caller.get(path).json["status"] == "NOT_READY")

            simulated.clock.advance(by: .seconds(30))
            #expect(try await caller.get(path).json["status"] == "NOT_READY", "it stays so until somebody moves the agent")
            #expect(try await simulated.anonymous.get("/simulator/agents/\(id)").json["wrapUpUntil"] == .null)
            expect(200, of: try await caller.put(path, flags("Training", respect: true)))
        }
    }

    @Test("a write that does not respect a wrap-up ends it")
    func notRespected() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            try await simulated.control(id, ["wrapUpSeconds": 30])
            let reply = try await simulated.caller().put("/api/v2/users/\(id)/status", flags("Available", respect: false))
            #expect(reply.status == 200)
            #expect(reply.json["status"] == "Available")
            #expect(try await simulated.anonymous.get("/simulator/agents/\(id)").json["wrapUpUntil"] == .null)
        }
    }

    @Test("with autoAvailable from the last write the agent goes Available when the wrap-up ends, at that moment")
    func autoAvailable() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let path = "/api/v2/users/\(id)/status"
            let caller = try await simulated.caller()
            expect(200, of: try await caller.put(path, flags("Busy", respect: true, auto: true)))
            try await simulated.control(id, ["by": "contact", "wrapUpSeconds": 20])
            let end = simulated.clock.now + 20_000_000
            simulated.clock.advance(by: .milliseconds(19_999))
            #expect(try await caller.get(path).json["status"] == "NOT_READY")
            simulated.clock.advance(by: .seconds(100))
            let after = try await caller.get(path).json
            #expect(after["status"] == "Available")
            #expect(after["timestamp"]?.string == RFC3339.format(end))
        }
    }

    @Test("a status beside wrapUpSeconds is where the agent goes afterwards, unless it is the contact that has ended")
    func statusAfterwards() async throws {
        try await withSimulator { simulated in
            let (one, two) = (try simulated.id(0), try simulated.id(1))
            try await simulated.control(one, ["status": "Available", "by": "contact", "wrapUpSeconds": 10])
            try await simulated.control(two, ["status": "Busy", "by": "contact", "wrapUpSeconds": 10])
            let caller = try await simulated.caller()
            for id in [one, two] { #expect(try await caller.get("/api/v2/users/\(id)/status").json["status"] == "NOT_READY") }
            simulated.clock.advance(by: .seconds(10))
            #expect(try await caller.get("/api/v2/users/\(one)/status").json["status"] == "Available")
            #expect(try await caller.get("/api/v2/users/\(two)/status").json["status"] == "NOT_READY")
        }
    }

    @Test("a wrap-up that control begins follows a contact in the history, and begins when it was asked for")
    func followsContact() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            try await simulated.control(id, ["wrapUpSeconds": 30])
            let began = RFC3339.format(simulated.clock.now)
            simulated.clock.advance(by: .seconds(1))
            let until = RFC3339.format(simulated.clock.now)
            let path = "/reporting/v2/agents/states/history?user_id=\(id)&start_date_time=2026-11-20T14:59:00Z&end_date_time=\(until)"
            let records = try #require(try await simulated.caller().get(path).json["records"]?.array)
            #expect(records.suffix(2).compactMap { $0["state_id"]?.int } == [3, 6])
            #expect(records.last?["start_time"]?.string == began)
        }
    }

    @Test("wrapUpSeconds of 0 ends a wrap-up, and so does another change by control")
    func endedByControl() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            try await simulated.control(id, ["status": "Available", "wrapUpSeconds": 300])
            #expect(try await simulated.control(id, ["wrapUpSeconds": 0])["status"] == "Available")
            try await simulated.control(id, ["wrapUpSeconds": 300])
            let moved = try await simulated.control(id, ["status": "Offline", "by": "session"])
            #expect(moved["status"] == "Offline")
            #expect(moved["wrapUpUntil"] == .null)
        }
    }
}
