import Reconciliation
import TestSupport
import Testing

/// What holds of every plan, tried on plans from a seed.
struct PlanPropertyTests {
    private struct Desk {
        var moves: [DueMove] = []
        var budget = PlanBudget(rate: 1)
        var slot: Duration { .microseconds(Int64(1e6 * budget.callsPerChange / budget.rate)) }
    }

    private func desk(_ random: inout SeededRandom, sameTime: Bool) -> Desk {
        var desk = Desk()
        for index in 0..<random.pick([1, 3, 20, 60]) {
            let due = sameTime ? Duration.zero : random.pick([.zero, .seconds(-30), .seconds(5), .seconds(20), .minutes(1)])
            desk.moves.append(
                DueMove(
                    change: ChangeID("chg_\(index)"),
                    agent: AgentID(tenant: .standard, userID: "\(index)"),
                    team: random.pick([nil, "a", "b", "c"]),
                    target: random.pick(Status.allCases),
                    effectiveAt: now + due,
                    expiresAt: now + due + random.pick([.seconds(3), .seconds(20), .minutes(1), .minutes(15)]),
                    live: random.once(in: 3) ? random.liveStatus() : nil
                )
            )
        }
        desk.budget = PlanBudget(rate: random.pick([1, 2, 10]), callsPerChange: random.pick([1, 2]))
        return desk
    }

    private func forAll(_ seed: UInt64, sameTime: Bool = false, _ claim: (Desk, Plan) -> String?) {
        print("plan property tests: seed \(seed)")
        var random = SeededRandom(quietly: seed)
        for index in 0..<500 {
            let desk = desk(&random, sameTime: sameTime)
            if let complaint = claim(desk, Plan(desk.moves, budget: desk.budget, from: now)) {
                Issue.record("seed \(seed), plan \(index): \(complaint)\n\(desk)")
                return
            }
        }
    }

    static let seeds: [UInt64] = [1, 2, 3, .random(in: 100...UInt64.max)]

    @Test("each change is planned, dropped or out of reach; none before its time, past its expiry or over the budget", arguments: seeds)
    func sound(seed: UInt64) {
        forAll(seed) { desk, plan in
            let all = plan.moves.map(\.move.change) + plan.noOps.map(\.change) + plan.unreachable.map(\.change)
            if all.count != desk.moves.count || Set(all) != Set(desk.moves.map(\.change)) { return "a change has no fate, or two" }
            var free = now
            for planned in plan.moves {
                if planned.start < planned.move.effectiveAt { return "before its time" }
                if planned.finish > planned.move.expiresAt { return "past its expiry" }
                if planned.start < free { return "over the budget" }
                free = planned.finish
            }
            return plan.finish == plan.moves.last?.finish ? nil : "the finish is another"
        }
    }

    @Test("due together, as many are made as can be: no order makes more", arguments: seeds)
    func asManyAsCanBe(seed: UInt64) {
        forAll(seed, sameTime: true) { desk, plan in
            // Slots of equal length that all are free from now on: the earliest expiry first makes the most (Moore, 1968).
            var made = 0
            for move in desk.moves.filter({ !$0.isNoOp }).sorted(by: { $0.expiresAt < $1.expiresAt })
            where now + desk.slot * (made + 1) <= move.expiresAt {
                made += 1
            }
            return plan.moves.count == made ? nil : "made \(plan.moves.count) where \(made) can be made"
        }
    }

    @Test("with time to spare going unavailable comes first and no team gets two turns while another waits for one", arguments: seeds)
    func turns(seed: UInt64) {
        forAll(seed, sameTime: true) { desk, plan in
            let latest = desk.moves.map(\.expiresAt).min() ?? now
            // With no slot to spare the last of a line may have to go out of turn.
            guard now + desk.slot * (desk.moves.count + 1) <= latest else { return nil }
            let kinds = plan.moves.map(\.move.becomesAvailable)
            if kinds != kinds.sorted(by: { !$0 && $1 }) { return "available before unavailable" }
            for kind in [false, true] {
                let teams = plan.moves.filter { $0.move.becomesAvailable == kind }.map { $0.move.team ?? "" }
                for (index, team) in teams.enumerated() {
                    guard let next = teams[(index + 1)...].firstIndex(of: team) else { continue }
                    let waiting = Set(teams[(index + 1)...]).subtracting([team])
                    if waiting.contains(where: { other in teams[(next + 1)...].contains(other) && !teams[(index + 1)..<next].contains(other)
                    }) {
                        return "team \(team) had two turns"
                    }
                }
            }
            return nil
        }
    }

    @Test("the same changes in another order are planned the same", arguments: seeds)
    func order(seed: UInt64) {
        var random = SeededRandom(quietly: seed)
        forAll(seed) { desk, plan in
            Plan(desk.moves.shuffled(using: &random), budget: desk.budget, from: now).moves == plan.moves ? nil : "another plan"
        }
    }
}
