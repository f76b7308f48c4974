import Reconciliation
import Testing

@testable import Bridge

/// The quarter hour as a whole (issue "Reconciliation", 5): the bridge's own queue and budget in simulated time.
@Suite("A quarter hour with thousands of changes", .serialized, .timeLimit(.minutes(3)))
struct QuarterHourTests {
    private static let agents = 10_000
    private static let limit = 100.0
    /// A read and a write.
    private static let calls = 2.0
    /// As many as may be under way at once, whose order nobody promises.
    private static let underWay = 64

    /// Every second agent becomes available; teams of very different sizes, and agents by number, not by kind.
    private static func quarterHour(_ count: Int = agents, grace: Int64 = 900) -> [QuarterHourSimulation.Due] {
        (0..<count).map { number in
            let team = number % 10 < 7 ? "large" : number % 10 < 9 ? "middle" : "small"
            return .init(
                urgency: Urgency(
                    rank: number % 2 == 0 ? .available : .unavailable,
                    team: team,
                    expiresAt: AgentQueueTests.start + .seconds(grace)
                ),
                at: 0
            )
        }
    }

    /// How many available ones were moved before the last unavailable one.
    private static func tooEarly(_ due: [QuarterHourSimulation.Due], _ made: [QuarterHourSimulation.Made]) -> Int {
        let last = made.lastIndex { due[$0.agent].urgency.rank == .unavailable } ?? 0
        return made[..<last].count { due[$0.agent].urgency.rank == .available }
    }

    @Test("10,000 agents under a limit of 100 calls a second: within 5 % of the time that it takes, unavailable before available")
    func limited() {
        let due = Self.quarterHour()
        var simulation = QuarterHourSimulation(due, limit: Self.limit)
        simulation.run()
        let ideal = Double(Self.agents) * Self.calls / Self.limit
        let finish = simulation.made.last?.at ?? 0
        print(
            "quarter hour: \(simulation.made.count) moves in \(finish) s of \(ideal) s, \(simulation.calls) calls,",
            "\(simulation.refused) of them 429, \(Self.tooEarly(due, simulation.made)) out of order"
        )
        #expect(Set(simulation.made.map(\.agent)).count == Self.agents && simulation.made.count == Self.agents)
        #expect(simulation.expired.isEmpty)
        #expect(finish <= ideal * 1.05 && finish >= ideal * 0.95, "\(finish) s of \(ideal) s")
        #expect(Double(simulation.refused) < 0.01 * Double(simulation.calls))
        #expect(Self.tooEarly(due, simulation.made) <= Self.underWay)
        // Teams in turn: a fifth of those who go unavailable are of the small team, which has every third turn.
        let unavailable = simulation.made.filter { due[$0.agent].urgency.rank == .unavailable }
        let small = unavailable.last { due[$0.agent].urgency.team == "small" }?.at ?? .infinity
        #expect(small < 0.65 * (unavailable.last?.at ?? 0))
    }

    @Test("Negative control: first come, first served mixes the kinds")
    func control() {
        let due = Self.quarterHour(2_000)
        var simulation = QuarterHourSimulation(due, limit: Self.limit, usesOrder: false)
        simulation.run()
        #expect(Self.tooEarly(due, simulation.made) > 10 * Self.underWay)
    }

    @Test("Later changes that go first starve nobody: all of those who become available are made in time")
    func starvation() {
        var due = Self.quarterHour(5_000, grace: 240)
        // Four fifths of what the limit allows, for as long as it matters, and always of the kind that goes first.
        due += (0..<12_000).map { number in
            let at = Double(number) / 40
            return .init(
                urgency: Urgency(rank: .unavailable, team: "later", expiresAt: AgentQueueTests.start + .seconds(Int64(at) + 900)),
                at: at
            )
        }
        var simulation = QuarterHourSimulation(due, limit: Self.limit)
        simulation.run()
        let late = simulation.made.count { $0.agent < 5_000 && $0.at > 240 }
        let last = simulation.made.last { $0.agent < 5_000 }?.at ?? 0
        print("quarter hour with more to come: the last of the first at \(last) s, \(late) late, \(simulation.expired.count) expired")
        // All of 2,500 would be lost if those who come later always went first.
        #expect(late == 0 && simulation.expired.isEmpty)
        #expect(simulation.made.count + simulation.expired.count == due.count)
    }

    @Test("More than can be done: as many as can be are done in time")
    func overload() {
        let due = Self.quarterHour(10_000, grace: 60)
        var simulation = QuarterHourSimulation(due, limit: Self.limit)
        simulation.run()
        let possible = 60 * Self.limit / Self.calls
        let inTime = simulation.made.count { $0.at <= 60 }
        print("quarter hour, too much of it: \(inTime) of \(possible) possible in time, \(simulation.expired.count) expired")
        #expect(Double(inTime) >= 0.9 * possible)
        #expect(simulation.made.count + simulation.expired.count == due.count)
    }
}
