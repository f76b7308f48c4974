import Reconciliation
import Testing

/// Rule 0, where the write cannot be found: from when on that is an answer, and when it is given up.
struct OpenIntentSettlingTests {
    private let sent = now - .minutes(1)

    /// The agent's state is older than the write, so that the write has not moved it so far.
    private func unmoved(endedAfter span: Duration? = .seconds(1), acknowledged: Bool = false, live: LiveStatus = .status(.available))
        -> Situation
    {
        Situation.atDesk(live: LiveReading(status: live, since: sent - .hours(1))).with {
            $0.ledger.openIntent = Intent(
                id: IntentID("int_1"),
                change: $0.desired.id,
                wanted: .queueBreak,
                previous: .status(.available),
                recordedAt: sent,
                endedAt: span.map { sent + $0 },
                isAcknowledged: acknowledged
            )
        }
    }

    /// What a reading taken at a time, and decided on at once, leads to.
    private func verdict(_ situation: Situation, readAt time: Instant) -> Verdict {
        guard let reading = situation.live.value else { return situation.verdict }
        return decide(situation.with { $0.live = .taken(reading, at: time) }, now: time).verdict
    }

    @Test("a state older than the write disproves it once it can no longer arrive: 10 s after sending")
    func disproved() {
        #expect(verdict(unmoved(), readAt: sent + .seconds(10)) == .disprove(acknowledged: false))
        #expect(verdict(unmoved(), readAt: sent + .seconds(10) - tick) == .wait(.outcomeUnknown, until: sent + .seconds(10)))
    }

    @Test("a call that took its whole 10 s can still take effect up to 5 s after its end")
    func timedOut() {
        let slow = unmoved(endedAfter: .seconds(10))
        #expect(verdict(slow, readAt: sent + .seconds(15) - tick).label == "wait")
        #expect(verdict(slow, readAt: sent + .seconds(15)) == .disprove(acknowledged: false))
    }

    @Test("a call whose end nobody saw is given as long as a call can take, and as what was acknowledged takes to show")
    func unseenEnd() {
        let crashed = unmoved(endedAfter: nil)
        #expect(verdict(crashed, readAt: sent + .seconds(30) - tick).label == "wait")
        #expect(verdict(crashed, readAt: sent + .seconds(30)) == .disprove(acknowledged: false))
    }

    @Test("an acknowledged write has 20 s to show")
    func acknowledged() {
        let taken = unmoved(acknowledged: true)
        #expect(verdict(taken, readAt: sent + .seconds(21) - tick).label == "wait")
        #expect(verdict(taken, readAt: sent + .seconds(21)) == .disprove(acknowledged: true))
    }

    @Test("an acknowledged write that shows late within its 20 s is confirmed")
    func acknowledgedLate() {
        let late = unmoved(acknowledged: true).with {
            $0.live = .taken(LiveReading(status: .status(.onBreak), since: sent + .seconds(15)), at: now)
        }
        #expect(late.verdict.label == "confirm")
    }

    @Test("an acknowledged write is looked for several times in its 20 s")
    func looksWhileShowing() {
        var time = sent + .seconds(1)
        var looks: [Instant] = []
        while case .wait(.outcomeUnknown, let until) = verdict(unmoved(acknowledged: true), readAt: time), looks.count < 20 {
            time = nextLook(
                after: looks.count,
                until: until,
                expiresAt: now + .hours(1),
                policy: Policy(),
                jitter: 0.5,
                now: time
            )
            looks.append(time)
        }
        #expect(looks == [sent + .seconds(6), sent + .seconds(16), sent + .seconds(21)])
    }

    /// The agent has been moved since, so only the history can say whether the write was among it.
    private func moved(_ view: HistoryView, live: LiveStatus = .status(.available), at time: Instant = now) -> Situation {
        unmoved().with {
            $0.live = .taken(LiveReading(status: live, since: sent + .seconds(40)), at: now)
            $0.history = .taken(view, at: time)
        }
    }

    private func view(_ status: LiveStatus = .status(.busy), complete: Bool = true, from: Instant? = nil) -> HistoryView {
        let segments = [
            HistorySegment(start: sent + .seconds(1), end: sent + .seconds(40), stateID: 3, label: "BUSY", status: status),
            HistorySegment(start: sent + .seconds(40), end: nil, stateID: 2, label: "READY", status: .status(.available)),
        ]
        return HistoryView(segments: segments, from: from ?? sent - .hours(1), isComplete: complete)
    }

    @Test("a whole history without the written status disproves it")
    func wholeHistory() {
        #expect(moved(view()).verdict == .disprove(acknowledged: false))
    }

    @Test("a history with a page missing proves nothing")
    func halfHistory() {
        #expect(moved(view(complete: false)).verdict.label == "wait")
    }

    @Test(
        "a history that leaves out time in which the write can have taken effect proves nothing; what it leaves out elsewhere is no matter"
    )
    func holedHistory() {
        func verdict(_ from: Duration, _ to: Duration) -> String {
            let segments = [
                HistorySegment(start: sent - .minutes(9), end: sent + from, stateID: 3, label: "BUSY", status: .status(.busy)),
                HistorySegment(start: sent + to, end: nil, stateID: 2, label: "READY", status: .status(.available)),
            ]
            let whole = HistoryView(segments: segments, from: sent - .hours(1), isComplete: true)
            return moved(whole).with { $0.live = .taken(LiveReading(status: .status(.available), since: sent + to), at: now) }.verdict.label
        }
        #expect(verdict(.seconds(38), .seconds(40)) == "disprove")
        #expect(verdict(.seconds(1), .seconds(40)) == "wait")
        #expect(verdict(.minutes(-1), .seconds(3)) == "wait")
        #expect(verdict(.seconds(30), .seconds(40)) == "disprove")
    }

    @Test("a history that has not come as far as the write proves nothing")
    func laggingHistory() {
        let lagging = [
            HistorySegment(start: sent - .minutes(9), end: sent - .seconds(9), stateID: 3, label: "BUSY", status: .status(.busy))
        ]
        #expect(moved(HistoryView(segments: lagging, from: sent - .hours(1), isComplete: true)).verdict.label == "wait")
    }

    @Test("a history that begins after the write could have taken effect proves nothing")
    func shortHistory() {
        #expect(moved(view(from: sent - .seconds(5))).verdict.label == "disprove")
        #expect(moved(view(from: sent - .seconds(5) + tick)).verdict.label == "wait")
    }

    @Test("a state that no table knows can be what was written, so it proves nothing")
    func unknownState() {
        #expect(moved(view(.unknown(label: "UNKNOWN(9)"))).verdict.label == "wait")
        #expect(moved(view(), live: .unknown(label: "UNKNOWN(9)")).verdict.label == "wait")
    }

    @Test("a history read before the write had to show is read again")
    func earlyHistory() {
        let time = sent + .seconds(12)
        let early = moved(view(), at: sent + .seconds(9)).with {
            $0.live = .taken(LiveReading(status: .status(.available), since: sent + .seconds(8)), at: time)
        }
        #expect(decide(early, now: time).verdict == .look(.history))
    }

    @Test("a history that cannot be read leaves it open")
    func noHistory() {
        let blind = moved(view()).with { $0.history = .failed(.unavailable(detail: "503"), at: now) }
        #expect(blind.verdict == .wait(.outcomeUnknown, until: nil))
    }

    @Test(
        "not settled by the later of expiresAt and 15 min after sending: failed",
        arguments: [
            (Duration.minutes(1), Duration.minutes(15)), (.minutes(40), .minutes(40)),
        ]
    )
    func givenUp(expiry: Duration, end: Duration) {
        let blind = unmoved().with { $0.desired = $0.desired.expiring(at: sent + expiry) }
        func verdict(at time: Instant) -> Verdict {
            let fault = ReadFault.unavailable(detail: "503")
            return decide(
                blind.with {
                    $0.live = .failed(fault, at: time); $0.history = .failed(fault, at: time)
                },
                now: time
            ).verdict
        }
        #expect(verdict(at: sent + end) == .wait(.outcomeUnknown, until: nil))
        #expect(verdict(at: sent + end + tick) == .fail(.outcomeUnknown))
    }

    @Test("what shows the write after all is confirmed even later")
    func lateConfirmation() {
        let shown = unmoved().with {
            $0.desired = $0.desired.expiring(at: sent + .minutes(1))
            $0.live = .taken(LiveReading(status: .status(.onBreak), since: sent), at: sent + .minutes(20))
        }
        #expect(decide(shown, now: sent + .minutes(20)).verdict.label == "confirm")
    }
}
