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
            // At five calls a second or less a 429 is a third of a per cent of a minute, and a bucket says no long after its limit
            // was passed: finding it costs several. Below five a limit that was raised is looked for once in 130 calls, which
            // is more than half a minute: oftener, the 429s of the looking alone would be more than one in a hundred.
            let isSlow = plan.limit * min(1, plan.factor ?? 1) <= 5
            if isSlow { refused = 0.022 } else if plan.finalLimit <= 20 { refused = 0.015 }
            refusedInAll = plan.finalLimit <= 2 || plan.limit <= 2 ? 0.075 : plan.finalLimit <= 5 || plan.limit <= 5 ? 0.04 : 0.03
            // Windows let through what stands at their edges; and each 429 closes its lane for a second at least
            // (Retry-After), which in a window cannot be caught up with.
            if plan.finalLimit <= 20, plan.factor ?? 1 < 1 { least = 0.94 }
            if plan.kind == .fixedWindow, plan.finalLimit <= 2, plan.factor ?? 1 < 1 { least = 0.87 }
        }
    }

    static let limits: [Double] = [2, 5, 10, 20, 50, 100, 500]

    @Test("the rate found is within 5 % of the limit, with less than 1 % of 429s", arguments: LimitKind.allCases, limits)
    func steady(kind: LimitKind, limit: Double) async {
        await check(Self.plan(kind, limit))
    }

    @Test("a limit that changes is found again", arguments: LimitKind.allCases, [2.0, 0.5, 0.1, 5])
    func changing(kind: LimitKind, factor: Double) async {
        for limit in Self.limits where (2...500).contains(limit * factor) && (limit < 500 || factor == 0.1) {
            // A window takes in whole calls.
            guard (limit * factor).rounded() == limit * factor else { continue }
            await check(Self.plan(kind, limit, factor))
        }
    }

    /// Where calls are few, enough of them for a share of 429s, and the time that looking for a raised limit takes.
    private static func plan(_ kind: LimitKind, _ limit: Double, _ factor: Double? = nil) -> RateSimulation.Plan {
        var plan = RateSimulation.Plan(kind: kind, limit: limit, factor: factor)
        if plan.finalLimit <= 20 { plan.counted = 180 }
        if limit < 5 { plan.changesAt = 400 }
        if limit < 10, factor ?? 1 > 1 { plan.settling = limit < 5 ? 80 : 50 }
        return plan
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
