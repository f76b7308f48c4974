import Reconciliation
import TestSupport
import Testing

/// What holds of the rules that keep the bridge from fighting, in thousands of situations from a seed.
struct HoldPropertyTests {
    private func forAll(_ seed: UInt64, _ claim: (Situation, Decision) -> String?) {
        print("hold property tests: seed \(seed)")
        var random = SeededRandom(quietly: seed)
        for index in 0..<2_000 {
            let situation = random.situationPastGates()
            let decision = decide(situation, now: now)
            if let complaint = claim(situation, decision) {
                Issue.record("seed \(seed), situation \(index): \(complaint)\n\(decision)\n\(situation)")
                return
            }
        }
    }

    /// The moves of people that the situation shows and that count: told by hand, not by the rule's own code.
    private func countingMoves(_ situation: Situation) -> [Instant] {
        var floor = situation.desired.effectiveAt
        if let write = situation.ledger.confirmed.last { floor = max(floor, write.sentAt) }
        if let release = situation.ledger.lastRelease { floor = max(floor, release) }
        var moves: [Instant] = []
        if let move = situation.ledger.lastPersonMove, move.at > floor { moves.append(move.at) }
        guard case .taken(let view, let at) = situation.history, now - at <= .seconds(10) else { return moves }
        let lastOwn = view.segments.lastIndex { $0.transition == .bridge } ?? -1
        for (index, segment) in view.segments.enumerated() where index > lastOwn && segment.transition == .person && segment.start > floor {
            moves.append(segment.start)
        }
        return moves
    }

    @Test("a person is never overwritten under until-next-change", arguments: DecidePropertyTests.seeds)
    func people(seed: UInt64) {
        var overruled = 0
        forAll(seed) { situation, decision in
            let moves = countingMoves(situation)
            if case .hold(.override, _) = decision.verdict { overruled += 1 }
            guard case .apply = decision.verdict, situation.policy.override == .untilNextChange, let newest = moves.max() else {
                return nil
            }
            return "written over a person's move of \((now - newest).milliseconds) ms ago"
        }
        #expect(overruled > 20)
    }

    @Test(
        "no agent is corrected more than 3 times in 10 minutes, and nothing else counts as a correction",
        arguments: DecidePropertyTests.seeds
    )
    func fights(seed: UInt64) {
        var fights = 0
        forAll(seed) { situation, decision in
            let sent = Set(situation.ledger.confirmed.filter(\.isCorrection).map(\.sentAt) + situation.ledger.corrections)
            let release = situation.ledger.lastRelease ?? now - .days(1)
            let lately = sent.filter { now - $0 <= .minutes(10) && $0 > release }.count
            switch decision.verdict {
            case .apply where situation.isCorrection(now: now) && lately >= 3: return "correction \(lately + 1) in 10 minutes"
            case .hold(.fight, let until):
                fights += 1
                // What is held stays held for its time.
                let isHeld = situation.ledger.hold(.fight, on: situation.desired.id) != nil
                if !isHeld, !situation.isCorrection(now: now) { return "a first write was taken for a correction" }
                return until.map { $0 > now } == true ? nil : "a fight that never ends"
            default: return nil
            }
        }
        #expect(fights > 20)
    }

    @Test("too many at short notice are held, unless exempt or released", arguments: DecidePropertyTests.seeds)
    func stampedes(seed: UInt64) {
        var held = 0
        forAll(seed) { situation, decision in
            if case .hold(.stampede, _) = decision.verdict { held += 1 }
            guard case .apply = decision.verdict, let count = situation.fleet.stampede, !count.isExempt else { return nil }
            if situation.policy.isStampedeExempt || situation.desired.isMade { return nil }
            if situation.desired.dueAt - situation.desired.acceptedAt >= .minutes(10) { return nil }
            let releases = [count.releasedAt, situation.ledger.lastRelease].compactMap { $0 }
            if releases.contains(where: { $0 >= situation.desired.acceptedAt }) { return nil }
            let isMany = count.moving > 50 && count.known.map { Double(count.moving) > 0.2 * Double($0) } ?? false
            return isMany || count.toOffline > 50 ? "written in a stampede" : nil
        }
        #expect(held > 20)
    }

    @Test("what is satisfied was taken by the agent, long enough, and not ended by a contact", arguments: DecidePropertyTests.seeds)
    func satisfaction(seed: UInt64) {
        var satisfied = 0
        forAll(seed) { situation, decision in
            guard case .satisfied(let evidence, let id) = decision.verdict else { return nil }
            satisfied += 1
            guard let segments = situation.history.value?.segments, let index = segments.firstIndex(where: { $0.id == id }) else {
                return "satisfied by nothing"
            }
            if evidence.startTime != id.start || evidence.grade != .history { return "the evidence shows something else" }
            if situation.desired.wanted.status != .onBreak { return "satisfied another status" }
            if segments[index].transition == .bridge { return "satisfied by the bridge's own write" }
            if situation.ledger.confirmed.contains(where: { $0.change == situation.desired.id }) { return "applied before" }
            if id.start < situation.desired.effectiveAt - .minutes(10) { return "begun too early" }
            guard let end = segments[index...].first(where: { $0.status != .status(.onBreak) })?.start else { return "not over" }
            return end - id.start >= .minutes(1) ? nil : "too short"
        }
        #expect(satisfied > 20)
    }

    @Test("in shadow everything is as ever but the write", arguments: DecidePropertyTests.seeds)
    func shadow(seed: UInt64) {
        var shadowed = 0
        forAll(seed) { situation, decision in
            var other = situation
            other.policy.shadow = false
            other.fleet.isShadow = false
            let lit = decide(other, now: now)
            if decision.verdict == .shadow {
                shadowed += 1
                return lit.verdict == .apply(situation.desired.wanted) ? nil : "in shadow of nothing"
            }
            return lit.verdict == decision.verdict ? nil : "shadow changed another verdict"
        }
        #expect(shadowed > 20)
    }
}
