import Reconciliation
import Testing

/// What was told before the history had shown it, and what the history owes since.
struct UnprovenTests {
    /// At a desk since ten; what happened then the history shows late, or not for a while.
    private func sighting(
        _ live: LiveStatus,
        since: Duration,
        reported: (String, Duration),
        news: [HistorySegment]?,
        unproven: [LastSeen] = [],
        _ change: (inout Sighting) -> Void = { _ in }
    ) -> Sighting {
        var sighting = Sighting(
            live: LiveReading(status: live, since: now + since),
            observedAt: now,
            lastReported: seen(reported.0, reported.1),
            news: news,
            unproven: unproven
        )
        change(&sighting)
        return sighting
    }

    private func seen(_ status: String, _ since: Duration) -> LastSeen {
        LastSeen(status: status, since: now + since, observedAt: now + since)
    }

    private func told(_ noticing: Noticing) -> [String] {
        noticing.notices.map { "\($0.outcome.rawValue) \($0.cause.rawValue) \($0.previousStatus)>\($0.status.label)" }
    }

    private func places(_ noticing: Noticing) -> [String] {
        noticing.unproven.map { "\($0.status) \(($0.since.map { $0 - now } ?? .zero).inMicroseconds / 60_000_000)" }
    }

    /// The bridge was away for an hour: Break at -50, Available at -30, Training since -10.
    private let missed: [HistorySegment] = [
        .at(.minutes(-80), until: .minutes(-50), .status(.available), .person),
        .at(.minutes(-50), until: .minutes(-30), .status(.onBreak), .person),
        .at(.minutes(-30), until: .minutes(-10), .status(.available), .person),
        .at(.minutes(-10), .status(.training), .person),
    ]

    @Test("what was missed while the history could not be read is told once it can be, and what was told without it is not told again")
    func missedBeforeLive() {
        let blind = notice(sighting(.status(.training), since: .minutes(-10), reported: ("Available", .minutes(-80)), news: nil))
        #expect(told(blind) == ["observed drift Available>Training"])
        #expect(places(blind) == ["Available -80", "Training -10"])
        let seeing = notice(
            sighting(
                .status(.training),
                since: .minutes(-10),
                reported: ("Training", .minutes(-10)),
                news: missed,
                unproven: blind.unproven
            )
        )
        #expect(told(seeing) == ["backfilled gap Available>Break", "backfilled gap Break>Available"])
        #expect(seeing.unproven.isEmpty)
        #expect(seeing.reported?.status == "Training" && seeing.reported?.since == now - .minutes(10))
        #expect(seeing.personMove == PersonMove(at: now - .minutes(10), status: "Training", from: "Available"))
    }

    @Test("a state that began anew while the history could not be read is owed what came in between")
    func begunAnew() {
        let blind = notice(sighting(.status(.available), since: .minutes(-30), reported: ("Available", .minutes(-80)), news: nil))
        #expect(told(blind).isEmpty)
        #expect(blind.reported == seen("Available", .minutes(-80)))
        #expect(places(blind) == ["Available -80"])
        // The bridge has made a change meanwhile, which was told.
        let seeing = notice(
            sighting(
                .status(.training),
                since: .minutes(-10),
                reported: ("Training", .minutes(-10)),
                news: missed.dropLast() + [.at(.minutes(-10), .status(.training), .bridge)],
                unproven: blind.unproven
            )
        )
        #expect(told(seeing) == ["backfilled gap Available>Break", "backfilled gap Break>Available"])
        #expect(seeing.unproven.isEmpty)
    }

    @Test("it is told in order before what the agent has done since")
    func movedSince() {
        let moved =
            missed.dropLast() + [
                .at(.minutes(-10), until: .minutes(-2), .status(.training), .person), .at(.minutes(-2), .status(.available), .person),
            ]
        let unproven = [seen("Available", .minutes(-80)), seen("Training", .minutes(-10))]
        let found = notice(
            sighting(
                .status(.available),
                since: .minutes(-2),
                reported: ("Training", .minutes(-10)),
                news: Array(moved),
                unproven: unproven
            )
        )
        #expect(
            told(found) == ["backfilled gap Available>Break", "backfilled gap Break>Available", "observed override Training>Available"]
        )
    }

    @Test("what the bridge has written meanwhile does not hide what came before it")
    func written() {
        let news: [HistorySegment] = [
            .at(.minutes(-11), until: .minutes(-10), .status(.onBreak), .person), .at(.minutes(-10), .status(.training), .bridge),
        ]
        func found(_ unproven: [LastSeen]) -> [String] {
            told(
                notice(
                    sighting(
                        .status(.training),
                        since: .minutes(-10),
                        reported: ("Training", .minutes(-10)),
                        news: news,
                        unproven: unproven
                    )
                )
            )
        }
        #expect(found([seen("Available", .minutes(-80)), seen("Training", .minutes(-10))]) == ["backfilled gap Available>Break"])
        #expect(found([seen("Available", .minutes(-80)), seen("Break", .minutes(-11)), seen("Training", .minutes(-10))]).isEmpty)
    }

    @Test("before a write nothing waits: what the history does not show yet is told, with what seems to have brought it about")
    func beforeWrite() {
        let view = HistoryView.whole([.at(.minutes(-80), .status(.available), .person)])
        func found(_ canWait: Bool) -> Noticing {
            let live = sighting(.status(.onBreak), since: .seconds(-10), reported: ("Available", .minutes(-80)), news: []) {
                $0.canWait = canWait
                $0.presumed = view.presumed($0.live, ledger: $0.ledger, capabilities: .platform, policy: $0.policy)
            }
            return notice(live)
        }
        #expect(found(true).isHistoryLate)
        #expect(told(found(false)) == ["observed override Available>Break"])
        #expect(places(found(false)) == ["Available -80", "Break 0"])
    }

    @Test("where a record is missing that may still come all waits for it, a minute at most")
    func gap() {
        func found(_ end: Duration, canWait: Bool = true) -> Noticing {
            let news: [HistorySegment] = [
                .at(.minutes(-30), until: .minutes(-20), .status(.onBreak), .person), .at(end, .status(.training), .person),
            ]
            return notice(
                sighting(.status(.training), since: end, reported: ("Available", .minutes(-80)), news: news) {
                    $0.gaps = [HistoryGap(from: now - .minutes(20), to: now + end)]
                    $0.canWait = canWait
                }
            )
        }
        #expect(found(.seconds(-59)).isHistoryLate && found(.seconds(-59)).notices.isEmpty)
        for found in [found(.seconds(-60)), found(.seconds(-10), canWait: false)] {
            #expect(told(found) == ["backfilled gap Available>Break", "observed override Break>Training"])
            #expect(found.unproven.map(\.status) == ["Available", "Break", "Training"])
        }
        // The record comes: it alone is told.
        let filled: [HistorySegment] = [
            .at(.minutes(-30), until: .minutes(-20), .status(.onBreak), .person),
            .at(.minutes(-20), until: .minutes(-1), .status(.available), .person), .at(.minutes(-1), .status(.training), .person),
        ]
        let unproven = found(.minutes(-1)).unproven
        let last = notice(
            sighting(.status(.training), since: .minutes(-1), reported: ("Training", .minutes(-1)), news: filled, unproven: unproven)
        )
        #expect(told(last) == ["backfilled gap Break>Available"])
        #expect(last.unproven.isEmpty)
    }

    @Test("behind a gap a state of the same name is not taken for the one that was reported")
    func sameBehindGap() {
        let old = HistorySegment.at(.minutes(-80), until: .minutes(-50), .status(.onBreak), .person)
        let new = HistorySegment.at(.minutes(-30), .status(.onBreak), .person)
        let holed = notice(
            sighting(.status(.onBreak), since: .minutes(-30), reported: ("Break", .minutes(-80)), news: [old, new]) {
                $0.gaps = [HistoryGap(from: now - .minutes(50), to: now - .minutes(30))]
            }
        )
        #expect(told(holed).isEmpty)
        #expect(holed.reported == seen("Break", .minutes(-80)))
        #expect(places(holed) == ["Break -80"])
        let filled = [old, .at(.minutes(-50), until: .minutes(-30), .status(.training), .person), new]
        let whole = notice(
            sighting(
                .status(.onBreak),
                since: .minutes(-30),
                reported: ("Break", .minutes(-80)),
                news: filled,
                unproven: holed.unproven
            )
        )
        #expect(told(whole) == ["backfilled gap Break>Training", "observed override Training>Break"])
        #expect(whole.unproven.isEmpty)
    }

    @Test("a history that never shows what was told has had its time after a quarter of an hour")
    func givenUp() {
        func owed(_ since: Duration) -> Bool {
            let unproven = [seen("Available", .minutes(-80)), seen("Break", since)]
            return !notice(sighting(.status(.onBreak), since: since, reported: ("Break", since), news: [], unproven: unproven)).unproven
                .isEmpty
        }
        #expect(owed(.minutes(-15) + tick))
        #expect(!owed(.minutes(-15)))
    }

    @Test("what the agent did between the reading and the history's is the next reading's")
    func betweenReads() {
        let live = LiveReading(status: .status(.onBreak), since: now - .minutes(50))
        #expect(HistoryView.whole(missed).upTo(live).segments == Array(missed.prefix(2)))
        let training = LiveReading(status: .status(.training), since: now - .minutes(10))
        #expect(HistoryView.whole(missed).upTo(training).segments == missed)
        let unshown = LiveReading(status: .status(.onBreak), since: now - .minutes(1))
        #expect(HistoryView.whole(missed).upTo(unshown).segments == missed)
    }

    @Test("of a long time without a history the newest reports are remembered")
    func bounded() {
        let many = (0..<30).map { seen("Break", .minutes(Int64($0) - 60)) }
        let found = notice(
            sighting(.status(.available), since: .minutes(-2), reported: ("Break", .minutes(-30)), news: nil, unproven: many)
        )
        #expect(found.unproven.count == 20 && found.unproven.last?.status == "Available")
    }
}
