import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct UserTests {
    @Test("a user has roles and a shift around the simulator's start")
    func ordinaryUser() async throws {
        let clock = ManualClock()
        try await withSimulator(clock: clock) { simulated in
            let id = try simulated.ordinary
            let user = try await simulated.caller().get("/api/v2/users/\(id)").json
            #expect(user["id"]?.string == id)
            #expect(user["roles"] == [["name": "Agent"]])
            let start = clock.now / 1_000_000
            #expect(user["shiftSchedule"]?["start"]?.int == start - 12 * 3_600)
            #expect(user["shiftSchedule"]?["end"]?.int == start + 12 * 3_600)
            #expect(user["name"]?.string == simulated.server.roster[0]?.name)
        }
    }

    @Test("a name is shown only to tokens that may see names")
    func namesNeedAScope() async throws {
        try await withSimulator { simulated in
            let user = try await simulated.caller(scope: "user:read").get("/api/v2/users/\(try simulated.ordinary)").json
            #expect(user["name"] == nil)
        }
    }

    @Test("the special users are as the roster says")
    func specialUsers() async throws {
        let clock = ManualClock()
        try await withSimulator(clock: clock) { simulated in
            let caller = try await simulated.caller()
            let user = { (index: Int) in try await caller.get("/api/v2/users/\(try simulated.id(index))").json }
            let now = clock.now / 1_000_000
            #expect(try await user(5)["shiftSchedule"]?["end"]?.int == now - 2 * 3_600)
            #expect(try await user(6)["roles"] == [["name": "Viewer"]])
            #expect(try await user(8)["shiftSchedule"] == .null)
            #expect(try await user(9)["shiftSchedule"] == nil)
            #expect(try await user(9).object?["roles"] != nil)
            #expect(try await user(11)["roles"] == [["name": "Agent"], ["name": "Supervisor"]])
        }
    }
}
