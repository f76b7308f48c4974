import CXone
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

@testable import Bridge

@Suite("The plan of the next quarter hour")
struct PlanRouteTests {
    /// The clock of the system, set so that no quarter hour comes while a test runs.
    private static func fiveMinutesPast() -> WallClock {
        let now = WallClock.system.now()
        let quarter = Forecast.quarter(from: Instant(microseconds: now)).microseconds
        let lead = quarter + 300_000_000 - now
        return WallClock(
            now: { WallClock.system.now() + lead },
            sleepUntil: { try await WallClock.system.sleepUntil($0 - lead) }
        )
    }

    @Test("It shows the moves in their order, what is so already, and the rate; a viewer may look")
    func plan() async throws {
        try await Rig.with(Rig.Options(clock: Self.fiveMinutesPast())) { rig in
            let ids = rig.roster.agents(with: .ordinary).map(\.id)
            let quarter = Forecast.quarter(from: Instant(microseconds: rig.clock.now()))
            let due = RFC3339.format(quarter.microseconds)
            // What is done leaves its status behind.
            let first = try await rig.change(["userId": .string(ids[0]), "status": "Training"])
            _ = try await rig.end(of: first)
            var wanted: [String] = []
            for (id, status) in [(ids[0], "Training"), (ids[1], "Available"), (ids[2], "Training"), (ids[3], "Available")] {
                wanted.append(try await rig.change(["userId": .string(id), "status": .string(status), "effectiveAt": .string(due)]))
            }
            let answer = try await rig.operators("GET", "/v1/plan", token: Rig.viewerToken)
            #expect(answer.status == 200, "\(answer.text)")
            let plan = try #require(answer.json)
            #expect(plan["quarterHour"]?.string == due)
            #expect(plan["counts"]?["moves"]?.int == 3 && plan["counts"]?["noOps"]?.int == 1 && plan["counts"]?["unreachable"]?.int == 0)
            #expect(plan["noOps"]?.array?.first?["changeId"]?.string == wanted[0])
            let moves = plan["moves"]?.array ?? []
            #expect(moves.map { $0["status"]?.string } == ["Training", "Available", "Available"], "\(answer.text)")
            #expect(moves.first?["start"]?.string == due)
            #expect(plan["finish"]?.string == moves.last?["finish"]?.string)
            #expect(plan["callsPerSecond"]?.double ?? 0 > 0)
            let cut = try #require(try await rig.operators("GET", "/v1/plan?limit=1").json)
            #expect(cut["moves"]?.array?.count == 1 && cut["counts"]?["moves"]?.int == 3)
            for wrong in ["/v1/plan?limit=0", "/v1/plan?limit=x"] {
                #expect(try await rig.operators("GET", wrong).status == 422, "\(wrong)")
            }
            #expect(try await rig.operators("GET", "/v1/plan?tenant=other").status == 404)
        }
    }

    @Test("A quarter hour is the next of :00, :15, :30 and :45, or this very moment")
    func quarters() throws {
        func time(_ text: String) throws -> Instant { Instant(microseconds: try RFC3339.parse(text)) }
        #expect(try Forecast.quarter(from: time("2026-11-20T15:00:00Z")) == time("2026-11-20T15:00:00Z"))
        #expect(try Forecast.quarter(from: time("2026-11-20T15:00:01Z")) == time("2026-11-20T15:15:00Z"))
        #expect(try Forecast.quarter(from: time("2026-11-20T23:59:59Z")) == time("2026-11-21T00:00:00Z"))
    }
}
