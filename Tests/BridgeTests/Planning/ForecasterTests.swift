import Notation
import Reconciliation
import Rehearsal
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Looking ahead")
struct ForecasterTests {
    /// Time runs 20 times as fast, and a quarter hour comes 40 s after the start.
    private static func beforeQuarterHour() -> WallClock {
        let fast = WallClock.accelerated(by: 20)
        let now = fast.now()
        let lead = Forecast.quarter(from: Instant(microseconds: now)).microseconds - 40_000_000 - now
        return WallClock(now: { fast.now() + lead }, sleepUntil: { try await fast.sleepUntil($0 - lead) }, speed: fast.speed)
    }

    private static func value(_ name: MetricName, _ labels: String, _ rig: Rig) async throws -> Double? {
        let text = try await rig.operators("GET", "/metrics").text
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name.rawValue)\(labels) ") }
        return line?.split(separator: " ").last.flatMap { Double($0) }
    }

    @Test("Shortly before the quarter hour one read shows all agents; what is so already drops out, and both finishes are measured")
    func bulk() async throws {
        try await Rig.with(Rig.Options(clock: Self.beforeQuarterHour(), adjust: { $0.speak(.acd) })) { rig in
            let ids = (0..<4).map { rig.roster.userID($0, in: .acd) }
            let quarter = Forecast.quarter(from: Instant(microseconds: rig.clock.now()))
            let due = RFC3339.format(quarter.microseconds)
            var changes: [String] = []
            for (id, status) in zip(ids, ["Training", "Training", "Training", "Available"]) {
                changes.append(try await rig.change(["userId": .string(id), "status": .string(status), "effectiveAt": .string(due)]))
            }
            let outcomes = try await ends(of: changes, rig)
            #expect(outcomes == ["applied", "applied", "applied", "already"])
            let calls = try await rig.simulator("GET", "/simulator/calls").json?.array ?? []
            let early = try calls.filter { call in
                let at = Instant(microseconds: try RFC3339.parse(call["at"]?.string ?? ""))
                return call["call"]?.string == SimulatedCall.agentStates.rawValue && at >= quarter - .seconds(4) && at < quarter
            }
            #expect(early.count == 1, "\(calls.map { "\($0["at"] ?? .null) \($0["path"] ?? .null)" })")
            #expect(try await Self.value(.planMoves, #"{kind="move"}"#, rig) == 3)
            #expect(try await Self.value(.planMoves, #"{kind="no_op"}"#, rig) == 1)
            #expect(try await Self.value(.planMoves, #"{kind="unreachable"}"#, rig) == 0)
            #expect(try await Self.value(.planPlannedSeconds, "", rig) ?? 0 > 0)
            // The last of the three was confirmed after the quarter hour, and long before the next one.
            let measured = try #require(try await Self.value(.planMeasuredSeconds, "", rig))
            #expect(measured > 0 && measured < 300, "\(measured)")
        }
    }

    private func ends(of changes: [String], _ rig: Rig) async throws -> [String?] {
        var outcomes: [String?] = []
        for change in changes { outcomes.append(try await rig.end(of: change)["outcome"]?.string) }
        return outcomes
    }
}
