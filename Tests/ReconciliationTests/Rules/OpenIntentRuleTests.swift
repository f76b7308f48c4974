import Reconciliation
import Testing

/// Rule 0, where the write can be found, or cannot be.
struct OpenIntentRuleTests {
    /// The write was sent three seconds ago; the call ended a second later without an answer.
    private let sent = now - .seconds(3)
    private var ended: Instant { sent + .seconds(1) }

    private func situation(
        wanted: Wanted = .queueBreak,
        live: LiveStatus = .status(.onBreak),
        since: Instant?,
        previous: LiveStatus? = .status(.available),
        previousSince: Instant? = nil
    ) -> Situation {
        Situation.atDesk(wanting: wanted, live: LiveReading(status: live, since: since)).with {
            $0.ledger.openIntent = Intent(
                id: IntentID("int_1"),
                change: $0.desired.id,
                wanted: wanted,
                previous: previous,
                previousSince: previousSince,
                recordedAt: sent,
                endedAt: ended
            )
        }
    }

    private func history(_ status: LiveStatus, from start: Instant, complete: Bool = true, since from: Instant = now - .hours(1))
        -> Reading<HistoryView>
    {
        let segments = [
            HistorySegment(start: now - .minutes(30), end: start, stateID: 2, label: "READY", status: .status(.available)),
            HistorySegment(start: start, end: start + .seconds(1), stateID: 4, label: "BREAK", status: status),
            HistorySegment(start: start + .seconds(1), end: nil, stateID: 2, label: "READY", status: .status(.available)),
        ]
        return .taken(HistoryView(segments: segments, from: from, isComplete: complete), at: now)
    }

    @Test("without an open intent the rule passes and says so")
    func none() {
        let decision = decide(.atDesk(), now: now)
        #expect(decision.code(of: .openIntent) == "no_open_intent")
        #expect(decision.deciding == .apply)
    }

    @Test("live shows the written status: confirmed with what was read")
    func shownByLive() {
        let since = sent + .milliseconds(400)
        #expect(situation(since: since).verdict == .confirm(Evidence(grade: .read, startTime: since, observedAt: now)))
    }

    @Test("a state that fits and was there before the write is not its doing, however close it is")
    func thereBefore() {
        let training = Wanted(status: .training)
        let wrapUp = LiveStatus.notReady(label: "ACW")
        let since = sent - .seconds(3)
        func record(_ start: Instant, as status: LiveStatus) -> Reading<HistoryView> {
            let segment = HistorySegment(start: start, end: nil, stateID: 6, label: "NOT_READY", status: status)
            return .taken(HistoryView(segments: [segment], from: now - .hours(1), isComplete: true), at: now)
        }
        func seen(_ live: LiveStatus, since: Instant, before: Instant?) -> Verdict {
            situation(wanted: training, live: live, since: since, previous: wrapUp, previousSince: before)
                .with { $0.history = record(since, as: live) }.verdict
        }
        #expect(seen(wrapUp, since: since, before: since).label == "wait")
        #expect(seen(wrapUp, since: sent + .milliseconds(200), before: since).label == "confirm")
        // Where no start was seen before, the clocks' slack counts as ever.
        #expect(seen(wrapUp, since: since, before: nil).label == "confirm")
        // In the history it is the same record, rounded or not.
        let shown = situation(wanted: training, live: wrapUp, since: since, previous: wrapUp, previousSince: since)
            .with { $0.history = record(since + .milliseconds(300), as: wrapUp) }
        #expect(shown.verdict.label == "wait")
    }

    @Test("confirmed even past expiresAt, while paused, and with CXone away")
    func confirmedRegardless() {
        let shown = situation(since: sent)
        let expired = shown.with { $0.desired = $0.desired.expiring(at: now - .seconds(1)) }
        #expect(expired.verdict.label == "confirm")
        #expect(shown.with { $0.fleet.isPaused = true }.verdict.label == "confirm")
        #expect(shown.with { $0.fleet.cxone = .away(until: nil) }.verdict.label == "confirm")
    }

    @Test("without an open intent a change past expiresAt expires: rule 0 is what came first")
    func expiryControl() {
        let expired = Situation.atDesk().with { $0.desired = $0.desired.expiring(at: now - .seconds(1)) }
        #expect(expired.verdict == .expire)
    }

    @Test("a state that began from 5 s before sending to 5 s after the call's end can be the write's doing")
    func window() {
        let read = now + .seconds(5)
        func verdict(since: Instant) -> Verdict {
            decide(
                situation(since: since).with { $0.live = .taken(LiveReading(status: .status(.onBreak), since: since), at: read) },
                now: read
            )
            .verdict
        }
        #expect(verdict(since: sent - .seconds(5)).label == "confirm")
        #expect(verdict(since: sent - .seconds(5) - tick).label != "confirm")
        #expect(verdict(since: ended + .seconds(5)).label == "confirm")
        #expect(verdict(since: ended + .seconds(5) + tick) == .look(.history))
    }

    @Test("a consistent state is enough: NOT_READY for a written Training")
    func consistent() {
        let shown = situation(wanted: .plain(.training), live: .notReady(label: "NOT_READY"), since: sent)
        #expect(shown.verdict.label == "confirm")
    }

    @Test("a contact that came in just then, and the work after it, is not the written Busy or Training, where it can be told")
    func contactsOwn() {
        for (wanted, live, onContact, inWrapUp) in [
            (Wanted.plain(.busy), LiveStatus.status(.busy), Tristate.yes, Tristate.no),
            (.plain(.training), .notReady(label: "After Call Work"), .no, .yes),
        ] {
            let shown = situation(wanted: wanted, live: live, since: sent)
            #expect(shown.verdict.label == "confirm")
            let contacts = shown.with {
                $0.live = .taken(LiveReading(status: live, since: sent, onContact: onContact, inWrapUp: inWrapUp), at: now)
            }
            #expect(contacts.verdict == .look(.history))
            let segment = HistorySegment(
                start: sent,
                end: nil,
                stateID: 3,
                label: "CONTACT",
                status: live,
                onContact: onContact,
                inWrapUp: inWrapUp
            )
            let looked = contacts.with {
                $0.history = .taken(HistoryView(segments: [segment], from: now - .hours(1), isComplete: true), at: now)
            }
            #expect(looked.verdict.label == "wait")
        }
    }

    @Test("where live does not say since when, it shows the write only if the agent was in another status before")
    func sinceUnknown() {
        #expect(situation(since: nil).verdict.label == "confirm")
        let busy = situation(wanted: .plain(.busy), live: .status(.busy), since: nil, previous: .status(.busy))
        #expect(busy.verdict == .look(.history))
    }

    @Test("a live status read before the call ended, or older than 10 s, is read again")
    func staleLive() {
        let early = situation(since: sent).with { $0.live = .taken(LiveReading(status: .status(.onBreak), since: sent), at: ended - tick) }
        #expect(early.verdict == .look(.live))
        let later = now + .seconds(10) + tick
        #expect(decide(situation(since: sent), now: later).verdict == .look(.live))
        #expect(decide(situation(since: sent), now: now + .seconds(10)).verdict.label == "confirm")
        #expect(situation(since: sent).with { $0.live = .notTaken }.verdict == .look(.live))
    }

    @Test("live has moved on since: the history is read, and a segment in the window confirms")
    func shownByHistory() {
        let moved = situation(live: .status(.available), since: sent + .seconds(2))
        #expect(moved.verdict == .look(.history))
        let start = sent + .seconds(1)
        let found = moved.with { $0.history = history(.status(.onBreak), from: start) }
        #expect(found.verdict == .confirm(Evidence(grade: .history, stateID: 4, startTime: start, observedAt: now)))
    }

    @Test("a segment of the history counts only inside the window")
    func historyWindow() {
        let moved = situation(live: .status(.available), since: sent + .seconds(2))
        for (start, label) in [
            (sent - .seconds(5), "confirm"), (sent - .seconds(5) - tick, "wait"), (ended + .seconds(5), "confirm"),
            (ended + .seconds(5) + tick, "wait"),
        ] {
            #expect(moved.with { $0.history = history(.status(.onBreak), from: start) }.verdict.label == label)
        }
    }

    @Test("a segment that showed an earlier write is not taken for this one's doing, nor is one before it")
    func earlierWrite() {
        // The agent was on a break that the bridge had written, then the bridge wrote Training, then Break once more: and was killed.
        let earlier = sent - .seconds(3)
        let moved = situation(live: .status(.training), since: sent - .seconds(1)).with {
            $0.history = history(.status(.onBreak), from: earlier)
        }
        func shown(since: Instant?) -> ConfirmedWrite {
            ConfirmedWrite(
                change: ChangeID("chg_0"),
                source: SourceName("wfm"),
                wanted: .queueBreak,
                sentAt: earlier - .milliseconds(20),
                confirmedAt: earlier + .milliseconds(20),
                grade: .response,
                shownSince: since
            )
        }
        #expect(moved.verdict.label == "confirm")
        #expect(moved.with { $0.ledger.confirmed = [shown(since: earlier)] }.verdict.label == "wait")
        #expect(moved.with { $0.ledger.confirmed = [shown(since: sent - .seconds(1))] }.verdict.label == "wait")
        #expect(moved.with { $0.ledger.confirmed = [shown(since: earlier - tick)] }.verdict.label == "confirm")
        #expect(moved.with { $0.ledger.confirmed = [shown(since: nil)] }.verdict.label == "confirm")
    }

    @Test(
        "where live cannot be read the history alone can show the write",
        arguments: [
            ReadFault.unavailable(detail: "no connection"), .forbidden(MissingRight(right: "user:status:read", grantedUnder: "API Access")),
        ]
    )
    func liveUnreadable(fault: ReadFault) {
        let blind = situation(since: nil).with { $0.live = .failed(fault, at: now) }
        #expect(blind.verdict == .look(.history))
        #expect(blind.with { $0.history = history(.status(.onBreak), from: sent) }.verdict.label == "confirm")
        #expect(blind.with { $0.history = history(.status(.busy), from: sent) }.verdict.label == "wait")
        #expect(blind.with { $0.history = .failed(fault, at: now) }.verdict.label == "wait")
    }
}
