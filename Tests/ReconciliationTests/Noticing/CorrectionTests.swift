import Reconciliation
import Testing

/// When a change in force is to be decided about again.
struct CorrectionTests {
    private func wants(
        drift: Policy.Drift = .correct,
        override: Policy.Override = .untilNextChange,
        movedBy mover: TransitionClass = .unknown,
        live: LiveStatus = .notReady(label: "PAUSED"),
        _ change: (inout Sighting) -> Void = { _ in }
    ) -> Bool {
        var inForce = Change.asking(for: .plain(.available), effectiveAt: now - .hours(1), expiresAt: now - .minutes(45), state: .applied)
        inForce.state = .applied
        var sighting = Sighting(
            live: LiveReading(status: live, since: now - .minutes(2)),
            observedAt: now,
            lastReported: LastSeen(status: "Available", since: now - .hours(1)),
            inForce: inForce,
            news: [.at(.minutes(-2), live, mover)]
        )
        sighting.policy.drift = drift
        sighting.policy.override = override
        change(&sighting)
        // As it is once what was noticed has been recorded.
        sighting.ledger.lastPersonMove = notice(sighting).personMove
        return sighting.wantsCorrection
    }

    @Test("drift is corrected where policy says so")
    func drift() {
        #expect(wants())
        #expect(!wants(drift: .report))
    }

    @Test("a reading of what was before the bridge's own last write corrects nobody")
    func late() {
        func wants(shownAgo: Duration) -> Bool {
            self.wants {
                $0.ledger.confirmed = [
                    ConfirmedWrite(
                        change: ChangeID("chg_1"),
                        source: SourceName("wfm"),
                        wanted: .plain(.available),
                        sentAt: now - shownAgo,
                        confirmedAt: now - shownAgo,
                        grade: .response,
                        shownSince: now - shownAgo
                    )
                ]
            }
        }
        #expect(!wants(shownAgo: .minutes(1)))
        #expect(wants(shownAgo: .minutes(3)))
    }

    @Test(
        "a person's move is decided about, until it is held; where people are only reported it is left as it is",
        arguments: [
            (Policy.Override.untilNextChange, true, false), (.reportOnly, false, false), (.wfmWins, true, true),
            (.lasting(.minutes(10)), true, false), (.lasting(.minutes(11)), true, true),
        ]
    )
    func override(policy: Policy.Override, unheld: Bool, held: Bool) {
        for drift in Policy.Drift.allCases {
            #expect(wants(drift: drift, override: policy, movedBy: .person) == unheld)
            let until: Instant? = if case .lasting = policy { now + .minutes(8) } else { nil }
            let hold = HoldInForce(reason: .override, change: ChangeID("chg_1"), since: now - .minutes(1), until: until)
            #expect(wants(drift: drift, override: policy, movedBy: .person) { $0.ledger.holds = [hold] } == held)
            // A release ends the hold, and the move counts no more.
            let released = wants(drift: drift, override: policy, movedBy: .person) {
                $0.ledger.holds = [hold]
                $0.ledger.lastRelease = now - .seconds(30)
            }
            #expect(released == unheld)
        }
    }

    @Test("a release lets the change be made again over what was done before it, and no more than once")
    func letGo() {
        let change = Change.asking(for: .plain(.available), effectiveAt: now - .hours(1), state: .applied)
        func isLetGo(released: Duration?, made: Duration? = nil) -> Bool {
            var ledger = Ledger(lastRelease: released.map { now + $0 }, lastPersonMove: PersonMove(at: now - .minutes(5), status: "Break"))
            if let made { ledger.confirmed = [.made(of: .plain(.available), at: now + made)] }
            return ledger.isLetGo(change)
        }
        #expect(!isLetGo(released: nil) && !isLetGo(released: .minutes(-6)))
        #expect(isLetGo(released: .minutes(-5)))
        #expect(isLetGo(released: .minutes(-4), made: .minutes(-6)))
        #expect(!isLetGo(released: .minutes(-4), made: .minutes(-3)))
    }

    @Test("nothing is corrected that fits, during a contact, after a logout, past its end, or without a change in force")
    func nothing() {
        #expect(!wants(live: .status(.available)))
        #expect(!wants(live: .status(.busy)))
        #expect(!wants(live: .status(.offline)))
        #expect(!wants(live: .unknown(label: "UNKNOWN(42)")))
        #expect(!wants { $0.inForce = nil })
        #expect(!wants { $0.inForce?.state = .satisfied })
        #expect(!wants { $0.inForce = .asking(for: .plain(.available), endsAt: now - tick, state: .applied) })
        #expect(wants { $0.inForce = .asking(for: .plain(.available), endsAt: now, state: .applied) })
    }

    @Test("a change in force is decided about again past its expiresAt, through all rules, and not past its end")
    func decided() {
        let again = Situation.atDesk(wanting: .available, live: .notReady(label: "PAUSED")).with {
            $0.desired = .asking(
                for: .plain(.available),
                effectiveAt: now - .minutes(30),
                expiresAt: now - .minutes(15),
                endsAt: now,
                state: .applied
            )
        }
        let decision = decide(again, now: now)
        #expect(decision.verdict == .apply(.plain(.available)))
        #expect(decision.code(of: .expired) == "still_in_force")
        #expect(decision.code(of: .fight) == "correction")
        #expect(decide(again, now: now + tick).verdict == .expire)
        #expect(decide(again.with { $0.desired.state = .due }, now: now).verdict == .expire)
    }
}
