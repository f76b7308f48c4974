import Reconciliation
import Testing

/// Rule 9: a person counts more than a change, unless policy says otherwise.
struct OverruledRuleTests {
    /// The change was due ten minutes ago; five minutes ago a person moved the agent to PAUSED.
    private func overruled(
        _ policy: Policy.Override = .untilNextChange,
        at moved: Duration = .minutes(-5),
        by mover: TransitionClass = .person,
        _ change: (inout Situation) -> Void = { _ in }
    ) -> Situation {
        Situation.atDesk(wanting: .plain(.available), live: LiveReading(status: .notReady(label: "PAUSED"), since: now + moved)).with {
            $0.desired = .asking(for: .plain(.available), effectiveAt: now - .minutes(10))
            $0.policy.override = policy
            let segments: [HistorySegment] = [
                .at(.hours(-1), until: moved, .status(.available), .session), .at(moved, .notReady(label: "PAUSED"), mover),
            ]
            $0.history = .taken(.whole(segments), at: now)
            change(&$0)
        }
    }

    @Test("a person's move after the change was due holds it until the next change")
    func held() {
        let decision = decide(overruled(), now: now)
        #expect(decision.verdict == .hold(.override, until: nil))
        #expect(decision.deciding == .overruled)
        #expect(decision.chain.last?.note.words.contains("PAUSED") == true)
    }

    @Test("what was made once is made again only where the history says that no person undid it")
    func corrections() {
        func correcting(_ change: (inout Situation) -> Void) -> Decision {
            let situation = overruled(by: .unknown) {
                $0.desired.state = .applied
                $0.ledger.isDesiredConfirmed = true
                change(&$0)
            }
            return decide(situation, now: now)
        }
        #expect(correcting { _ in }.verdict.label == "apply")
        let unread = correcting { $0.history = .failed(.unavailable(detail: "away"), at: now) }
        #expect(unread.verdict == .wait(.cxoneUnavailable, until: nil) && unread.deciding == .overruled)
        let late = correcting { $0.history = .taken(.whole([.at(.hours(-1), .status(.available), .session)]), at: now) }
        #expect(late.verdict == .wait(.cxoneUnavailable, until: nil) && late.code(of: .overruled) == "history_late")
        let winning = correcting {
            $0.history = .failed(.unavailable(detail: "away"), at: now)
            $0.policy.override = .wfmWins
        }
        #expect(winning.verdict.label == "apply")
    }

    @Test("only a person can overrule", arguments: TransitionClass.allCases)
    func classes(mover: TransitionClass) {
        #expect(overruled(by: mover).verdict.label == (mover == .person ? "hold" : "apply"))
    }

    @Test("a move before the change was due, before the last write or before the last release does not count")
    func later() {
        #expect(overruled(at: .minutes(-10)).verdict.label == "apply")
        #expect(overruled(at: .minutes(-10) + tick).verdict.label == "hold")
        func written(at sent: Duration) -> Verdict {
            overruled { $0.ledger.confirmed = [.made(of: .plain(.available), at: now + sent)] }.verdict
        }
        #expect(written(at: .minutes(-6)).label == "hold")
        #expect(written(at: .minutes(-5)).label == "apply")
        func released(at release: Duration) -> Verdict { overruled { $0.ledger.lastRelease = now + release }.verdict }
        #expect(released(at: .minutes(-5) - tick).label == "hold")
        #expect(released(at: .minutes(-5)).label == "apply")
    }

    @Test("what the bridge wrote after the move, in the order of the history, ends the overrule whatever the clocks say")
    func clocks() {
        let segments: [HistorySegment] = [
            .at(.seconds(-303), until: .seconds(-302), .status(.onBreak), .person),
            .at(.seconds(-302), until: .seconds(-60), .status(.available), .bridge),
            .at(.seconds(-60), .notReady(label: "PAUSED"), .contact),
        ]
        let situation = overruled {
            $0.ledger.confirmed = [.made(of: .plain(.available), at: now - .seconds(305))]
            $0.history = .taken(.whole(segments), at: now)
        }
        #expect(situation.verdict.label == "apply")
    }

    @Test("for a time: held until it is over, from the move on")
    func lasting() {
        #expect(overruled(.lasting(.minutes(6))).verdict == .hold(.override, until: now + .minutes(1)))
        #expect(overruled(.lasting(.minutes(5))).verdict.label == "apply")
        #expect(decide(overruled(.lasting(.minutes(5))), now: now).code(of: .overruled) == "overrule_over")
    }

    @Test("the WFM wins: written, and the chain says over whom")
    func wfmWins() {
        let decision = decide(overruled(.wfmWins), now: now)
        #expect(decision.verdict.label == "apply")
        #expect(decision.code(of: .overruled) == "overruled_corrected")
        let fourth = overruled(.wfmWins) {
            $0.ledger.isDesiredConfirmed = true
            $0.ledger.corrections = [now - .minutes(9), now - .minutes(8), now - .minutes(7)]
        }
        #expect(fourth.verdict.label == "hold")
        #expect(decide(fourth, now: now).deciding == .fight)
        let calling = overruled(.wfmWins) { $0.live = .taken(LiveReading(status: .status(.busy), since: now - .minutes(1)), at: now) }
        #expect(calling.verdict == .wait(.onContact, until: nil))
    }

    @Test("report only: a change that is to be made is made, one that was made is left overruled")
    func reportOnly() {
        #expect(overruled(.reportOnly).verdict.label == "apply")
        let made = overruled(.reportOnly) { $0.desired.state = .applied }
        #expect(made.verdict == .hold(.override, until: nil))
        #expect(decide(made, now: now).code(of: .overruled) == "overruled_left")
    }

    @Test("a move that was found before holds the change without another read, even unseen")
    func known() {
        let known = overruled {
            $0.ledger.lastPersonMove = PersonMove(at: now - .minutes(5), status: "PAUSED")
            $0.ledger.lastSeen = LastSeen(status: "PAUSED", since: now - .minutes(5))
            $0.history = .notTaken
        }
        #expect(known.verdict == .hold(.override, until: nil))
        let later = known.with { $0.live = .taken(LiveReading(status: .status(.training), since: now - .minutes(1)), at: now) }
        #expect(later.verdict == .hold(.override, until: nil))
        #expect(known.with { $0.ledger.lastRelease = now - .minutes(1) }.verdict.label == "apply")
    }

    @Test("a hold in force holds its own change and no other, until a release")
    func hold() {
        func holding(_ change: String, releasedAt: Instant? = nil) -> Verdict {
            overruled(by: .unknown) {
                $0.ledger.holds = [HoldInForce(reason: .override, change: ChangeID(change), since: now - .minutes(4))]
                $0.ledger.lastRelease = releasedAt
            }.verdict
        }
        #expect(holding("chg_1") == .hold(.override, until: nil))
        #expect(holding("chg_9").label == "apply")
        #expect(holding("chg_1", releasedAt: now - .minutes(3)).label == "apply")
    }

    @Test("who has not moved since the change was due has overruled nothing: no history is read")
    func unmoved() {
        let resting = overruled(at: .minutes(-10)) { $0.history = .notTaken }
        #expect(resting.verdict.label == "apply")
        #expect(decide(resting, now: now).code(of: .overruled) == "unmoved")
        #expect(overruled { $0.history = .notTaken }.verdict == .look(.history))
        #expect(overruled { $0.history = .taken(.whole([]), at: now - .seconds(10) - tick) }.verdict == .look(.history))
    }

    @Test("an unknown live status hides nobody: the history tells")
    func unknown() {
        func unknown(_ history: Reading<HistoryView>?) -> Situation {
            overruled {
                $0.desired = .asking(for: .plain(.training), effectiveAt: now - .minutes(10))
                $0.live = .taken(LiveReading(status: .unknown(label: "UNKNOWN(42)"), since: now - .minutes(1)), at: now)
                $0.history = history ?? $0.history
            }
        }
        #expect(unknown(nil).verdict == .hold(.override, until: nil))
        #expect(unknown(.notTaken).verdict == .look(.history))
    }

    @Test("what a history leaves out is said; nothing is made again over it as long as the record may come")
    func holed() {
        func decision(_ isMade: Bool, gap end: Duration) -> Decision {
            let situation = overruled(at: end, by: .contact) {
                $0.desired.state = isMade ? .applied : .due
                let segments: [HistorySegment] = [
                    .at(.hours(-1), until: end - .minutes(2), .status(.available), .session),
                    .at(end, .notReady(label: "PAUSED"), .contact),
                ]
                $0.history = .taken(.whole(segments), at: now)
            }
            return decide(situation, now: now)
        }
        #expect(decision(false, gap: .seconds(-30)).verdict.label == "apply")
        #expect(decision(false, gap: .seconds(-30)).code(of: .overruled) == "history_holed")
        #expect(decision(true, gap: .seconds(-30)).verdict == .wait(.cxoneUnavailable, until: nil))
        #expect(decision(true, gap: .seconds(-60)).verdict.label == "apply")
    }

    @Test("a history that is not whole can show a person and cannot rule one out")
    func short() {
        func cut(_ mover: TransitionClass) -> Decision {
            decide(
                overruled(by: mover) {
                    $0.history = .taken(HistoryView(segments: $0.history.value?.segments ?? [], from: now, isComplete: false), at: now)
                },
                now: now
            )
        }
        #expect(cut(.person).verdict.label == "hold")
        #expect(cut(.contact).verdict.label == "apply")
        #expect(cut(.contact).code(of: .overruled) == "history_short")
    }
}
