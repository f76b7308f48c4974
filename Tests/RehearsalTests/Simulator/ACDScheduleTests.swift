import Notation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDScheduleTests {
    private func export(_ acd: ACDCaller, _ user: String, from start: String = "2026-11-19", to end: String = "2026-11-21") async throws
        -> Reply
    {
        try await acd.caller.post("/schedules/export", ["startDate": .string(start), "endDate": .string(end), "userID": .string(user)])
    }

    @Test("the schedule of an agent is the shift that the other dialect shows")
    func sameShift() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let platform = try await simulated.caller()
            for index in [0, 5] {
                let id = try simulated.id(index)
                let user = try await platform.get("/api/v2/users/\(id)").json
                let start = try #require(user["shiftSchedule"]?["start"]?.int)
                let day = String(RFC3339.format(start * 1_000_000).prefix(10))
                let reply = try await export(acd, id, from: day, to: day)
                let schedule = try #require(reply.json["agentSchedules"]?.array?.first)
                #expect(schedule["userId"]?.string == id)
                let shift = try #require(schedule["shifts"]?.array?.first)
                #expect(shift["start"]?.string == RFC3339.format(start * 1_000_000))
                #expect(shift["end"]?.string == RFC3339.format(try #require(user["shiftSchedule"]?["end"]?.int) * 1_000_000))
                #expect(shift["baseActivityCode"]?["work"] == true)
            }
        }
    }

    @Test("a schedule may have no shift in the days, and an agent no schedule")
    func none() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            for (index, schedules) in [(0, 1), (8, 1), (9, 0)] {
                let reply = try await export(acd, try simulated.id(index), from: "2030-01-01", to: "2030-01-08")
                #expect(reply.status == 200)
                #expect(reply.json["agentSchedules"]?.array?.count == schedules, "\(index)")
                #expect(reply.json["agentSchedules"]?.array?.allSatisfy { $0["shifts"]?.array?.isEmpty == true } == true)
            }
        }
    }

    @Test("more than seven days, days that are none and bodies that are none are refused")
    func refused() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let id = try simulated.id(0)
            for (start, end) in [
                ("2030-01-01", "2030-01-09"), ("2030-01-02", "2030-01-01"), ("2030-02-30", "2030-03-01"), ("today", "2030-03-01"),
            ] {
                #expect(try await export(acd, id, from: start, to: end).status == 400, "\(start) \(end)")
            }
            #expect(try await acd.caller.post("/schedules/export", ["startDate": "2030-01-01", "endDate": "2030-01-01"]).status == 400)
            #expect(try await simulated.anonymous.post("/schedules/export", ["userID": .string(id)]).status != 200)
        }
    }
}
