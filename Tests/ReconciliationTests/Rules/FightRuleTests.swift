import Reconciliation
import Testing

/// Rule 12: three corrections in ten minutes, and then the bridge leaves the agent alone.
struct FightRuleTests {
    /// A change that was made before and is to be made again.
    private func again(_ corrections: [Duration], _ change: (inout Situation) -> Void = { _ in }) -> Situation {
        Situation.atDesk().with {
            $0.ledger.isDesiredConfirmed = true
            $0.ledger.corrections = corrections.map { now + $0 }
            change(&$0)
        }
    }

    @Test("the fourth correction in ten minutes is held, for half an hour")
    func fourth() {
        #expect(again([.minutes(-3), .minutes(-2)]).verdict.label == "apply")
        #expect(again([.minutes(-3), .minutes(-2), .minutes(-1)]).verdict == .hold(.fight, until: now + .minutes(30)))
        #expect(again([.minutes(-10), .minutes(-2), .minutes(-1)]).verdict.label == "hold")
        #expect(again([.minutes(-10) - tick, .minutes(-2), .minutes(-1)]).verdict.label == "apply")
    }

    @Test("a first write is no correction, however many there were")
    func first() {
        let decision = decide(again([.minutes(-3), .minutes(-2), .minutes(-1)]) { $0.ledger.isDesiredConfirmed = false }, now: now)
        #expect(decision.verdict.label == "apply")
        #expect(decision.code(of: .fight) == "no_correction")
    }

    @Test("a write that undoes another source's of the last ten minutes is a correction")
    func otherSource() {
        func correction(_ wanted: Wanted, source: String, ago: Duration) -> Bool {
            Situation.atDesk().with {
                $0.ledger.confirmed = [.made(of: wanted, at: now - ago, confirmedAfter: .zero, source: source)]
            }.isCorrection(now: now)
        }
        #expect(correction(.plain(.available), source: "other", ago: .minutes(10)))
        #expect(!correction(.plain(.available), source: "other", ago: .minutes(10) + tick))
        #expect(!correction(.plain(.available), source: "wfm", ago: .minutes(1)))
        #expect(!correction(.queueBreak, source: "other", ago: .minutes(1)))
    }

    @Test("confirmed corrections count once, whether or not the store counted them too")
    func countedOnce() {
        let sent = [now - .minutes(3), now - .minutes(2)]
        let twice = again([.minutes(-3), .minutes(-2)]) {
            $0.ledger.confirmed = sent.map { .made(of: .queueBreak, at: $0, isCorrection: true) }
        }
        #expect(twice.verdict.label == "apply")
        #expect(twice.with { $0.ledger.corrections.append(now - .minutes(1)) }.verdict.label == "hold")
    }

    @Test("after a release older corrections do not count")
    func release() {
        let three: [Duration] = [.minutes(-3), .minutes(-2), .minutes(-1)]
        #expect(again(three) { $0.ledger.lastRelease = now - .minutes(1) }.verdict.label == "apply")
        #expect(
            again(three + [.seconds(-30), .seconds(-20), .seconds(-10)]) { $0.ledger.lastRelease = now - .minutes(1) }.verdict.label
                == "hold"
        )
    }

    @Test("what is held for a fight stays held where its write has ceased to be a correction; another change is free")
    func heldWithoutCorrection() {
        func verdict(_ change: ChangeID?) -> Verdict {
            Situation.atDesk().with {
                $0.ledger.holds = [HoldInForce(reason: .fight, change: change ?? $0.desired.id, since: now - .minutes(5))]
            }.verdict
        }
        #expect(verdict(nil) == .hold(.fight, until: now + .minutes(25)))
        #expect(verdict(ChangeID("chg_other")).label == "apply")
    }

    @Test("a fight holds for its half hour though its corrections grow old, and then ends by itself")
    func heldOn() {
        func held(since: Duration) -> Verdict {
            again([]) { $0.ledger.holds = [HoldInForce(reason: .fight, change: ChangeID("chg_0"), since: now + since)] }.verdict
        }
        #expect(held(since: .minutes(-30) + tick) == .hold(.fight, until: now + tick))
        #expect(held(since: .minutes(-30)).label == "apply")
    }
}
