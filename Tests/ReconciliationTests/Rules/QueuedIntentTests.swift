import Reconciliation
import Testing

/// Policy `apply` on a contact where the dialect queues: rule 11 sends, rule 0 tracks and takes back.
struct QueuedIntentTests {
    private let onCall = LiveReading(status: .status(.busy), since: now - .minutes(9), onContact: .yes, inWrapUp: .no)

    private func queued(_ live: LiveReading? = nil, _ change: (inout Situation) -> Void = { _ in }) -> Situation {
        Situation.atDesk(live: live ?? onCall, capabilities: .queueing).with {
            $0.policy.onContact = .apply
            $0.ledger.openIntent = Intent(
                id: IntentID("int_1"),
                change: $0.desired.id,
                wanted: .queueBreak,
                previous: .status(.busy),
                recordedAt: now - .minutes(5),
                endedAt: now - .minutes(5) + .seconds(1),
                isAcknowledged: true,
                isQueued: true
            )
            change(&$0)
        }
    }

    @Test("a write on a contact is marked as queued unless the dialect is known not to queue")
    func marked() {
        let situation = queued {
            $0.ledger.openIntent = nil
            $0.ledger.lastSeen = LastSeen(self.onCall)
            $0.desired.lastWait = .budget
        }
        let decision = decide(situation, now: now)
        #expect(decision.verdict == .apply(.queueBreak))
        #expect(decision.isQueued)
        #expect(decision.code(of: .contact) == "contact_queued")
        #expect(!decide(situation.with { $0.capabilities.queuesStates = .no }, now: now).isQueued)
        // It could be queued: then it takes effect after the contact, long after reads have stopped looking for it.
        let unknown = decide(situation.with { $0.capabilities.queuesStates = .unknown }, now: now)
        #expect(unknown.isQueued)
        #expect(unknown.code(of: .contact) == "contact_allowed")
        let free = situation.with {
            $0.live = .taken(LiveReading(status: .status(.available), since: now - .hours(1), onContact: .no, inWrapUp: .no), at: now)
        }
        #expect(decide(free, now: now).verdict == .apply(.queueBreak))
        #expect(!decide(free, now: now).isQueued)
    }

    @Test("what was read before a write was taken back does not tell whether it still waits")
    func takenBack() {
        let unwanted = queued { $0.desired.cancelRequestedAt = now - .minutes(1) }
        #expect(unwanted.verdict == .withdraw(Wanted(status: .available)))
        let tried = unwanted.with { $0.ledger.takenBack = [WriteMark(takingBack: Wanted(status: .available), at: now + .seconds(1))] }
        #expect(decide(tried, now: now + .seconds(2)).verdict == .look(.live))
        let seen = tried.with { $0.live = .taken(self.onCall, at: now + .seconds(2)) }
        #expect(decide(seen, now: now + .seconds(2)).verdict == .withdraw(Wanted(status: .available)))
    }

    @Test("while the contact lasts, the change waits for it, and its outcome is not called unknown")
    func waits() {
        #expect(queued().verdict == .wait(.onContact, until: nil))
        let wrapUp = LiveReading(status: .notReady(label: "NOT_READY"), since: now - .seconds(5), onContact: .no, inWrapUp: .yes)
        #expect(queued(wrapUp).verdict == .wait(.wrapUp, until: nil))
    }

    @Test("when the contact is over and the state shows, it is confirmed, however long after the call")
    func confirmed() {
        let shown = LiveReading(status: .status(.onBreak), since: now - .seconds(3), onContact: .no, inWrapUp: .no)
        #expect(queued(shown).verdict == .confirm(Evidence(shown, observedAt: now)))
        let passed = LiveReading(status: .status(.available), since: now - .seconds(3), onContact: .no, inWrapUp: .no)
        let history = HistoryView.whole([
            .at(.seconds(-60), until: .seconds(-3), .status(.onBreak)), .at(.seconds(-3), .status(.available)),
        ])
        #expect(queued(passed) { $0.history = .taken(history, at: now) }.verdict.label == "confirm")
    }

    @Test("when the contact has been over for a while and nothing shows, it did not take effect")
    func disproved() {
        func after(_ span: Duration) -> Verdict {
            let live = LiveReading(status: .status(.available), since: now - span, onContact: .no, inWrapUp: .no)
            return queued(live) { $0.history = .taken(.whole([.at(.hours(-1), .status(.available))]), at: now) }.verdict
        }
        #expect(after(.seconds(20)) == .disprove(acknowledged: true))
        #expect(after(.seconds(20) - tick).label == "wait")
    }

    @Test("what is overtaken, replaced, withdrawn or too late is taken back, into the state that follows the contact")
    func withdrawn() {
        let available = Verdict.withdraw(Wanted(status: .available))
        #expect(queued { $0.isOvertaken = true }.verdict == available)
        #expect(queued { $0.desired.replacedBy = ChangeID("chg_2") }.verdict == available)
        #expect(queued { $0.desired.cancelRequestedAt = now }.verdict == available)
        #expect(
            decide(queued { $0.live = .taken($0.live.value ?? self.onCall, at: $0.desired.expiresAt) }, now: queued().desired.expiresAt)
                .verdict.label == "wait"
        )
        let late = queued { $0.live = .taken(self.onCall, at: $0.desired.expiresAt + tick) }
        #expect(decide(late, now: late.desired.expiresAt + tick).verdict == available)
        let chatting = LiveReading(status: .status(.training), since: now - .minutes(9), onContact: .yes, inWrapUp: .no)
        #expect(queued(chatting) { $0.isOvertaken = true }.verdict == .withdraw(Wanted(status: .training)))
    }

    @Test("nothing is taken back while writes are paused or CXone is away")
    func gates() {
        #expect(
            queued {
                $0.isOvertaken = true; $0.fleet.isPaused = true
            }.verdict == .wait(.paused, until: nil)
        )
        #expect(
            queued {
                $0.isOvertaken = true; $0.fleet.cxone = .away(until: nil)
            }.verdict == .wait(.cxoneUnavailable, until: nil)
        )
    }

    @Test("the choice says when the change of the open intent is overtaken")
    func choice() {
        let old = Change.asking(for: .queueBreak, id: "old", effectiveAt: now - .minutes(5), state: .applying)
        let new = Change.asking(for: .plain(.training), id: "new", effectiveAt: now - .minutes(1), acceptance: 2)
        func overtaken(_ open: [Change]) -> Bool {
            Choice(among: open, watermark: old.key, applying: old.id, now: now).isApplyingOvertaken
        }
        #expect(!overtaken([old]))
        #expect(overtaken([old, new]))
        #expect(!overtaken([old, .asking(for: .plain(.training), id: "later", effectiveAt: now + .minutes(1), acceptance: 2)]))
        #expect(!overtaken([old, .asking(for: .plain(.training), id: "earlier", effectiveAt: now - .minutes(9), acceptance: 2)]))
        var withdrawn = old
        withdrawn.cancelRequestedAt = now
        #expect(overtaken([withdrawn]))
    }
}
