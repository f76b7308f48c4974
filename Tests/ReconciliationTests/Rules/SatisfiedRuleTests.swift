import Reconciliation
import Testing

/// Rule 8: who took the break and came back is not sent on it again.
struct SatisfiedRuleTests {
    /// A break from half a minute after the change was due, until the agent came back.
    private func taken(
        from start: Duration = .minutes(-8),
        until end: Duration = .minutes(-2),
        by mover: TransitionClass = .person,
        endedBy ending: TransitionClass = .person,
        planned: Duration? = .minutes(10),
        _ change: (inout Situation) -> Void = { _ in }
    ) -> Situation {
        Situation.atDesk(live: LiveReading(status: .status(.available), since: now + end)).with {
            $0.desired = .asking(
                for: .queueBreak,
                effectiveAt: now - .minutes(9),
                expiresAt: now + .minutes(6),
                endsAt: planned.map { now - .minutes(9) + $0 }
            )
            let segments: [HistorySegment] = [
                .at(.hours(-1), until: start, .status(.available), .session), .at(start, until: end, .status(.onBreak), mover),
                .at(end, .status(.available), ending),
            ]
            $0.history = .taken(.whole(segments), at: now)
            change(&$0)
        }
    }

    private func isSatisfied(_ situation: Situation) -> Bool { situation.verdict.label == "satisfied" }

    @Test("a break that the agent took himself satisfies the change, with the record that shows it")
    func satisfied() {
        let evidence = Evidence(grade: .history, stateID: 4, startTime: now - .minutes(8), observedAt: now)
        let decision = decide(taken(), now: now)
        #expect(decision.verdict == .satisfied(evidence, segment: SegmentID(start: now - .minutes(8), stateID: 4)))
        #expect(decision.deciding == .satisfied)
        #expect(decision.chain.last?.note.words.contains("6 minutes") == true)
    }

    @Test("the bridge's own break satisfies nothing")
    func own() {
        #expect(!isSatisfied(taken(by: .bridge)))
    }

    @Test("a break that a contact ended was none; neither was one that nobody knows the end of")
    func ended() {
        #expect(!isSatisfied(taken(endedBy: .contact)))
        #expect(isSatisfied(taken(endedBy: .session)))
        let open = taken { $0.history = .taken(.whole([.at(.minutes(-8), until: .minutes(-2), .status(.onBreak), .person)]), at: now) }
        #expect(!isSatisfied(open))
        let gap = taken {
            let after = HistorySegment.at(.minutes(-1), .status(.available), .person)
            $0.history = .taken(.whole([.at(.minutes(-8), until: .minutes(-2), .status(.onBreak), .person), after]), at: now)
        }
        #expect(!isSatisfied(gap))
    }

    @Test("it begins no earlier than a quarter of an hour before the change, or than its grace where that is shorter")
    func lead() {
        #expect(isSatisfied(taken(from: .minutes(-24), until: .minutes(-10))))
        #expect(!isSatisfied(taken(from: .minutes(-24) - tick, until: .minutes(-10))))
        func short(_ start: Duration) -> Bool {
            isSatisfied(
                taken(from: start, until: .minutes(-2)) {
                    $0.desired = .asking(for: .queueBreak, effectiveAt: now - .minutes(5), expiresAt: now)
                }
            )
        }
        #expect(short(.minutes(-10)))
        #expect(!short(.minutes(-10) - tick))
    }

    @Test("it lasts at least half of the planned time, and a minute in any case")
    func length() {
        #expect(isSatisfied(taken(from: .minutes(-7), until: .minutes(-2))))
        #expect(!isSatisfied(taken(from: .minutes(-7) + tick, until: .minutes(-2))))
        for planned: Duration? in [nil, .seconds(30)] {
            #expect(isSatisfied(taken(from: .minutes(-3), until: .minutes(-2), planned: planned)))
            #expect(!isSatisfied(taken(from: .minutes(-3) + tick, until: .minutes(-2), planned: planned)))
        }
    }

    @Test("a break that two records make up is one break")
    func records() {
        let cut = taken {
            let segments: [HistorySegment] = [
                .at(.minutes(-8), until: .minutes(-5), .status(.onBreak), .person),
                .at(.minutes(-5), until: .minutes(-2), .status(.onBreak)), .at(.minutes(-2), .status(.available), .person),
            ]
            $0.history = .taken(.whole(segments), at: now)
        }
        #expect(isSatisfied(cut))
    }

    @Test("one segment satisfies one change")
    func once() {
        #expect(!isSatisfied(taken { $0.ledger.satisfying = [SegmentID(start: now - .minutes(8), stateID: 4)] }))
        #expect(isSatisfied(taken { $0.ledger.satisfying = [SegmentID(start: now - .minutes(80), stateID: 4)] }))
    }

    @Test("a change that the bridge made before is not satisfied by another break")
    func appliedBefore() {
        #expect(!isSatisfied(taken { $0.ledger.isDesiredConfirmed = true }))
        #expect(!isSatisfied(taken { $0.ledger.confirmed = [.made(of: .queueBreak, at: now - .hours(1), for: "chg_1")] }))
        #expect(isSatisfied(taken { $0.ledger.confirmed = [.made(of: .queueBreak, at: now - .hours(1))] }))
    }

    @Test("only a status that policy names can be satisfied")
    func satisfiable() {
        let never = taken { $0.policy.satisfiable = [] }
        #expect(decide(never, now: now).code(of: .satisfied) == "not_satisfiable")
    }

    @Test("the history is read only where the live status leaves a question")
    func reading() {
        let unread = taken { $0.history = .notTaken }
        #expect(unread.verdict == .look(.history))
        let resting = unread.with { $0.live = .taken(LiveReading(status: .status(.available), since: now - .minutes(24)), at: now) }
        #expect(decide(resting, now: now).code(of: .satisfied) == "nothing_satisfies")
        // Five minutes are half of the planned time: with less between the earliest start and the present state nothing fits.
        let moved = resting.with { $0.live = .taken(LiveReading(status: .status(.available), since: now - .minutes(19) - tick), at: now) }
        #expect(moved.verdict.label == "apply")
        #expect(
            moved.with { $0.live = .taken(LiveReading(status: .status(.available), since: now - .minutes(19)), at: now) }.verdict
                == .look(.history)
        )
        let seen = unread.with { $0.ledger.lastSeen = LastSeen(status: "Available", since: now - .minutes(2)) }
        // Somebody else's look at the agent says nothing of how long he stayed where.
        #expect(seen.verdict == .look(.history))
        for reason in [WaitReason.paused, .cxoneUnavailable, .liveUnknown, .notPermitted, .outcomeUnknown] {
            #expect(seen.with { $0.desired.lastWait = reason }.verdict == .look(.history), "\(reason) is no wait after this rule")
        }
        for reason in [WaitReason.onContact, .wrapUp, .loggedOut, .budget] {
            let waiting = seen.with { $0.desired.lastWait = reason }
            #expect(decide(waiting, now: now).code(of: .satisfied) == "as_last_seen")
            #expect(waiting.with { $0.hasJustMoved = true }.verdict == .look(.history))
        }
        let failed = seen.with { $0.history = .failed(.unavailable(detail: "a 503"), at: now) }
        #expect(decide(failed, now: now).code(of: .satisfied) == "history_unread")
        #expect(unread.with { $0.ledger.lastSeen = LastSeen(status: "Break", since: now - .minutes(2)) }.verdict == .look(.history))
        #expect(unread.with { $0.ledger.lastSeen = LastSeen(status: "Available", since: now - .minutes(3)) }.verdict == .look(.history))
        let kept = taken { $0.ledger.lastSeen = LastSeen(status: "Available", since: now - .minutes(2)) }
        #expect(isSatisfied(kept.with { $0.history = .taken($0.history.value ?? .whole([]), at: now - .hours(1)) }))
    }

    @Test("a history that cannot be read lets the change pass, and the chain says so")
    func unreadable() {
        let situation = taken { $0.history = .failed(.unavailable(detail: "a 503"), at: now) }
        let decision = decide(situation, now: now)
        #expect(decision.code(of: .satisfied) == "history_unread")
        #expect(decision.code(of: .overruled) == "history_unread")
        #expect(decision.verdict == .apply(.queueBreak))
    }
}
