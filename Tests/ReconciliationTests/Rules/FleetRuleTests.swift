import Reconciliation
import Testing

/// Rules 13 and 14: too many at once, and shadow.
struct FleetRuleTests {
    private func among(
        _ moving: Int,
        of known: Int?,
        offline: Int = 0,
        _ change: (inout Situation) -> Void = { _ in }
    ) -> Situation {
        Situation.atDesk().with {
            $0.fleet.stampede = StampedeCount(moving: moving, toOffline: offline, known: known)
            change(&$0)
        }
    }

    @Test("more than a fifth of the agents and more than fifty are held")
    func share() {
        #expect(among(51, of: 254).verdict == .hold(.stampede, until: nil))
        #expect(among(51, of: 255).verdict.label == "apply")
        #expect(among(50, of: 50).verdict.label == "apply")
        #expect(among(2_001, of: 10_000).verdict.label == "hold")
        #expect(among(2_000, of: 10_000).verdict.label == "apply")
        #expect(decide(among(51, of: 254), now: now).chain.last?.note.words.contains("51 of 254") == true)
    }

    @Test("more than fifty to Offline are held whatever share of the agents they are")
    func offline() {
        #expect(among(51, of: 10_000, offline: 51).verdict == .hold(.stampede, until: nil))
        #expect(among(51, of: 10_000, offline: 50).verdict.label == "apply")
    }

    @Test("where nobody knows how many agents there are no share is too many, and that is said; fifty to Offline are still the limit")
    func unknownTotal() {
        #expect(among(5_000, of: nil).verdict.label == "apply")
        #expect(decide(among(5_000, of: nil), now: now).code(of: .stampede) == "agents_uncounted")
        #expect(decide(among(50, of: nil), now: now).code(of: .stampede) == "no_stampede")
        #expect(among(51, of: nil, offline: 51).verdict == .hold(.stampede, until: nil))
    }

    @Test("the thresholds are the policy's")
    func thresholds() {
        #expect(among(51, of: 254) { $0.policy.stampedeShare = 50 }.verdict.label == "apply")
        #expect(among(30, of: 100) { $0.policy.stampedeCount = 20 }.verdict.label == "hold")
    }

    @Test("what was accepted ten minutes before it was due was planned")
    func planned() {
        func accepted(_ before: Duration) -> Verdict {
            among(60, of: 100) { $0.desired = .asking(for: .queueBreak, acceptedAt: $0.desired.effectiveAt - before) }.verdict
        }
        #expect(accepted(.minutes(10)).label == "apply")
        #expect(accepted(.minutes(10) - tick).label == "hold")
    }

    @Test("an exempt source moves as many as it likes, by policy or by count")
    func exempt() {
        #expect(among(60, of: 100) { $0.policy.isStampedeExempt = true }.verdict.label == "apply")
        #expect(among(60, of: 100) { $0.fleet.stampede?.isExempt = true }.verdict.label == "apply")
    }

    @Test("a release lets go what was accepted before it, for the source or for the agent")
    func released() {
        let accepted = now - .minutes(2)
        #expect(among(60, of: 100) { $0.fleet.stampede?.releasedAt = accepted }.verdict.label == "apply")
        #expect(among(60, of: 100) { $0.fleet.stampede?.releasedAt = accepted - tick }.verdict.label == "hold")
        #expect(among(60, of: 100) { $0.ledger.lastRelease = accepted }.verdict.label == "apply")
    }

    @Test("what is held stays held though others have expired meanwhile, and expires itself")
    func sticky() {
        let held = among(3, of: 100) {
            $0.ledger.holds = [HoldInForce(reason: .stampede, change: $0.desired.id, since: now - .minutes(1))]
        }
        #expect(held.verdict == .hold(.stampede, until: nil))
        #expect(held.with { $0.ledger.lastRelease = now }.verdict.label == "apply")
        #expect(decide(held, now: held.desired.expiresAt + tick).verdict == .expire)
    }

    @Test("without a count the change goes on, and the chain says so")
    func uncounted() {
        #expect(decide(.atDesk(), now: now).code(of: .stampede) == "stampede_uncounted")
    }

    @Test("in shadow everything is done but the write")
    func shadow() {
        for shadow in [Situation.atDesk().with { $0.policy.shadow = true }, .atDesk().with { $0.fleet.isShadow = true }] {
            let decision = decide(shadow, now: now)
            #expect(decision.verdict == .shadow)
            #expect(decision.chain.map(\.rule) == Rule.allCases.dropLast())
        }
        let late = Situation.atDesk().with { $0.policy.shadow = true }
        #expect(decide(late, now: late.desired.expiresAt + tick).verdict == .expire)
    }
}
