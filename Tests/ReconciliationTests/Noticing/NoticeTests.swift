import Reconciliation
import Testing

/// The other direction: what is told to the WFM, and when a change in force is decided about again.
struct NoticeTests {
    private func sighting(
        _ live: LiveStatus,
        since: Duration = .minutes(-2),
        reported: (String, Duration)? = ("Available", .hours(-1)),
        news: [HistorySegment]? = [],
        _ change: (inout Sighting) -> Void = { _ in }
    ) -> Sighting {
        var sighting = Sighting(
            live: LiveReading(status: live, since: now + since),
            observedAt: now,
            lastReported: reported.map { LastSeen(status: $0.0, since: now + $0.1, observedAt: now + $0.1) },
            news: news
        )
        change(&sighting)
        return sighting
    }

    private func told(_ sighting: Sighting) -> [String] {
        notice(sighting).notices.map { "\($0.outcome.rawValue) \($0.cause.rawValue) \($0.previousStatus)>\($0.status.label)" }
    }

    @Test(
        "what the live status shows is observed, with the cause that its transition tells",
        arguments: [
            (TransitionClass.person, ["observed override Available>Break"]), (.session, ["observed drift Available>Break"]),
            (.unknown, ["observed drift Available>Break"]), (.bridge, []), (.contact, ["observed drift Available>Break"]),
        ]
    )
    func causes(mover: TransitionClass, expected: [String]) {
        #expect(told(sighting(.status(.onBreak), news: [.at(.minutes(-2), .status(.onBreak), mover)])) == expected)
    }

    @Test("the first sight of an agent is what later ones are compared with")
    func firstSight() {
        let first = notice(sighting(.status(.onBreak), reported: nil))
        #expect(first.notices.isEmpty)
        #expect(first.reported == LastSeen(status: "Break", since: now - .minutes(2), observedAt: now))
    }

    @Test("what was reported is not reported again, though the two clocks differ a little")
    func again() {
        #expect(told(sighting(.status(.onBreak), reported: ("Break", .minutes(-2)))).isEmpty)
        let news = [HistorySegment.at(.minutes(-2) + .seconds(3), .status(.onBreak), .person)]
        #expect(told(sighting(.status(.onBreak), since: .minutes(-2) + .seconds(3), reported: ("Break", .minutes(-2)), news: news)).isEmpty)
        let next = notice(sighting(.status(.onBreak), news: [.at(.minutes(-2), .status(.onBreak), .person)]))
        #expect(told(sighting(.status(.onBreak)) { $0.lastReported = next.reported }).isEmpty)
    }

    @Test("what was missed comes from the history, in order, before what is so now")
    func backfilled() {
        let news: [HistorySegment] = [
            .at(.minutes(-30), until: .minutes(-20), .status(.onBreak), .person),
            .at(.minutes(-20), until: .minutes(-2), .status(.available), .person),
            .at(.minutes(-2), .notReady(label: "PAUSED"), .person),
        ]
        let found = notice(sighting(.notReady(label: "PAUSED"), news: news))
        #expect(
            told(sighting(.notReady(label: "PAUSED"), news: news)) == [
                "backfilled gap Available>Break", "backfilled gap Break>Available", "observed override Available>PAUSED",
            ]
        )
        #expect(found.notices.map(\.evidence.grade) == [.history, .history, .read])
        #expect(found.notices.map(\.since) == news.map(\.start))
        #expect(found.personMove == PersonMove(at: now - .minutes(2), status: "PAUSED", from: "Available"))
        #expect(found.reported?.status == "PAUSED")
    }

    @Test("what is older than the last report was told or passed over")
    func older() {
        let news = [HistorySegment.at(.minutes(-90), until: .minutes(-60), .status(.onBreak), .person)]
        #expect(told(sighting(.status(.available), since: .hours(-1), news: news)).isEmpty)
    }

    @Test("the bridge's own writes are not echoed, seen by their record or by their time")
    func echoes() {
        let news = [HistorySegment.at(.minutes(-30), until: .minutes(-2), .status(.onBreak), .bridge)]
        #expect(
            told(sighting(.status(.available), news: news + [.at(.minutes(-2), .status(.available), .person)])) == [
                "observed override Break>Available"
            ]
        )
        let own = sighting(.status(.onBreak), news: nil) { $0.ledger.confirmed = [.made(of: .queueBreak, at: now - .minutes(2))] }
        #expect(told(own).isEmpty)
        #expect(notice(own).reported?.status == "Break")
    }

    @Test("calls are not reported, unless policy wants them")
    func contacts() {
        let call: [HistorySegment] = [
            .at(.minutes(-9), until: .minutes(-5), .status(.busy), .contact),
            .at(.minutes(-5), until: .minutes(-2), .notReady(label: "NOT_READY"), .contact),
            .at(.minutes(-2), .status(.available), .contact),
        ]
        #expect(told(sighting(.status(.available), news: call)).isEmpty)
        #expect(
            told(sighting(.status(.available), news: call) { $0.policy.reportsContacts = true }) == [
                "backfilled contact Available>Busy", "backfilled contact Busy>NOT_READY", "observed contact NOT_READY>Available",
            ]
        )
        #expect(told(sighting(.status(.busy), news: nil)).isEmpty)
        #expect(told(sighting(.status(.busy), news: [.at(.minutes(-2), .status(.busy), .contact)])).isEmpty)
    }

    @Test("what a call leaves behind is told where the WFM believes something else")
    func afterCall() {
        let call: [HistorySegment] = [
            .at(.minutes(-9), until: .minutes(-2), .status(.busy), .contact), .at(.minutes(-2), .status(.available), .contact),
        ]
        #expect(told(sighting(.status(.available), reported: ("Break", .hours(-1)), news: call)) == ["observed drift Break>Available"])
    }

    @Test("without a history the live status alone is told, and nobody is named")
    func withoutHistory() {
        #expect(told(sighting(.status(.onBreak), news: nil)) == ["observed drift Available>Break"])
    }

    @Test("a history that does not show the live status yet is waited for, a minute at most")
    func lateHistory() {
        let fresh = notice(sighting(.status(.onBreak), since: .seconds(-59)))
        #expect(fresh.isHistoryLate)
        #expect(fresh.notices.isEmpty)
        #expect(fresh.reported?.status == "Available")
        #expect(told(sighting(.status(.onBreak), since: .seconds(-60))) == ["observed drift Available>Break"])
    }

    @Test("Training that the history shows as not ready is one status, not two")
    func training() {
        #expect(
            told(sighting(.status(.training), news: [.at(.minutes(-2), .notReady(label: "PAUSED"), .person)])) == [
                "observed override Available>Training"
            ]
        )
    }
}
