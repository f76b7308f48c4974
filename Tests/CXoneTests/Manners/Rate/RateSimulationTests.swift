import Reconciliation
import Testing

@testable import CXone

/// Under a limit that nobody tells it, the budget finds it, stays at it, and follows it; in simulated time.
// One after the other: they compute all the time, and tests beside them answer to real deadlines.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RateSimulationTests {
    /// What a row may miss of 5 % of the limit and 1 % of 429s, and why.
    struct Bounds {
        var least = 0.95
        var most = 1.05
        var refused = 0.01
        var refusedInAll = 0.03

        init(_ plan: RateSimulation.Plan) {
            // Five calls a second: each 429 of the minute that is counted is a third of a per cent, and those of the start
            // are of few calls.
            if plan.finalLimit <= 5 {
                refused = 0.025
                refusedInAll = 0.055
            } else if plan.finalLimit <= 20 {
                refused = 0.015
            }
            // Windows let through what stands at their edges; and each 429 closes its lane for a second at least
            // (Retry-After), which in a window cannot be caught up with.
            if plan.finalLimit <= 20, plan.factor ?? 1 < 1 { least = 0.94 }
            if plan.kind == .fixedWindow, plan.factor ?? 1 > 1 { least = 0.93 }
        }
    }

    static let limits: [Double] = [5, 10, 50, 100, 500]

    @Test("the rate found is within 5 % of the limit, with less than 1 % of 429s", arguments: LimitKind.allCases, limits)
    func steady(kind: LimitKind, limit: Double) async {
        await check(RateSimulation.Plan(kind: kind, limit: limit))
    }

    @Test("a limit that changes is found again", arguments: LimitKind.allCases, [2.0, 0.5, 0.1, 5])
    func changing(kind: LimitKind, factor: Double) async {
        for limit in Self.limits where (5...500).contains(limit * factor) && (limit < 500 || factor == 0.1) {
            var plan = RateSimulation.Plan(kind: kind, limit: limit, factor: factor)
            // At five a second a probe is a 429 in 130 calls: it cannot come more often than twice a minute.
            if limit < 10, factor > 1 { plan.settling = 50 }
            await check(plan)
        }
    }

    @Test("calls that the network spreads by 20 ms do not mislead it, unless a server minds each distance", arguments: LimitKind.allCases)
    func jitter(kind: LimitKind) async {
        var plan = RateSimulation.Plan(kind: kind, limit: 50)
        plan.jitter = 0.02
        // Where the way takes now 1 and now 21 ms, every second call of a server that wants 20 ms between two comes too early.
        guard kind != .strict else { return print(RateSimulation.row(plan), "(not held: no client could)") }
        await check(plan)
    }

    @Test("without demand the rate neither grows nor falls")
    func idle() {
        var rate = LearnedRate(RateSettings())
        let start = rate.perSecond
        for call in 0..<1_000 { _ = rate.leave(.reads, at: .init(seconds: Int64(call)), isPressed: false) }
        #expect(rate.perSecond == start)
    }

    @Test("every lane has its share while all want more than there is")
    func shares() {
        var simulation = RateSimulation(RateSimulation.Plan(kind: .bucket, limit: 50))
        let lanes = simulation.run().lanes
        let all = Double(lanes.values.reduce(0, +))
        for lane in LaneShares.ranked {
            #expect(Double(lanes[lane] ?? 0) / all >= LaneShares.least(lane) * 0.9, "\(lane): \(lanes)")
        }
        #expect(lanes[.writes] ?? 0 > lanes[.reads] ?? 0)
    }

    @Test("the same seed gives the same run")
    func repeatable() {
        let plan = RateSimulation.Plan(kind: .slidingWindow, limit: 50, factor: 2)
        var (one, other) = (RateSimulation(plan), RateSimulation(plan))
        let (first, second) = (one.run(), other.run())
        #expect(first.achieved == second.achieved && first.refused == second.refused && first.lanes == second.lanes)
    }

    @Test("negative control: a rate that nobody lowers draws more 429s than are allowed")
    func control() {
        var plan = RateSimulation.Plan(kind: .bucket, limit: 50)
        plan.learns = false
        var simulation = RateSimulation(plan)
        #expect(simulation.run().refused > 0.01)
    }

    private func check(_ plan: RateSimulation.Plan) async {
        await Task.yield()
        var simulation = RateSimulation(plan)
        let outcome = simulation.run()
        let bounds = Bounds(plan)
        print(RateSimulation.row(plan, outcome))
        #expect(outcome.achieved >= bounds.least, "\(plan)")
        #expect(outcome.achieved <= bounds.most, "\(plan)")
        #expect(outcome.refused < bounds.refused, "\(plan)")
        #expect(outcome.refusedInAll < bounds.refusedInAll, "\(plan)")
    }
}

extension RateSimulation {
    static func row(_ plan: Plan) -> String {
        var simulation = RateSimulation(plan)
        return row(plan, simulation.run())
    }

    /// A line of the table.
    static func row(_ plan: Plan, _ outcome: Outcome) -> String {
        func percent(_ value: Double) -> String { "\((value * 1_000).rounded() / 10) %" }
        let change = plan.factor.map { " × \($0)" } ?? ""
        return "rate: \(plan.kind.rawValue), \(Int(plan.limit))/s\(change): \(percent(outcome.achieved)) of the limit,"
            + " \(percent(outcome.refused)) 429s after \(Int(plan.settling)) s, \(percent(outcome.refusedInAll)) in all"
    }
}
