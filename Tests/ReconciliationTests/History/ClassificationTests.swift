import Reconciliation
import TestSupport
import Testing

/// Both doubts: a call is never taken for a person, and a person never for a call where it can be told.
struct ClassificationTests {
    private static let available = LiveStatus.status(.available)
    private static let busy = LiveStatus.status(.busy)
    private static let onBreak = LiveStatus.status(.onBreak)
    private static let offline = LiveStatus.status(.offline)
    private static let notReady = LiveStatus.notReady(label: "NOT_READY")
    private static let paused = LiveStatus.notReady(label: "PAUSED")
    private static let unknown = LiveStatus.unknown(label: "UNKNOWN(42)")

    /// A history in which each state lasts a minute.
    private func history(_ states: [LiveStatus]) -> [HistorySegment] {
        states.enumerated().map { index, status in
            let start = Duration.minutes(Int64(index - states.count))
            return .at(start, until: index == states.count - 1 ? nil : start + .minutes(1), status)
        }
    }

    private func classes(_ segments: [HistorySegment], writes: [WriteMark] = [], _ capabilities: Capabilities = .platform)
        -> [TransitionClass]
    {
        classify(segments, writes: writes, capabilities: capabilities).map(\.transition)
    }

    @Test(
        "each way through the states has its classes",
        arguments: [
            // A call, with and without after-call work, is all contact.
            ([available, busy, available], [TransitionClass.unknown, .contact, .contact]),
            ([available, busy, notReady, available], [.unknown, .contact, .contact, .contact]),
            ([available, busy, notReady, paused, available, onBreak], [.unknown, .contact, .contact, .contact, .contact, .person]),
            ([available, busy, unknown, available], [.unknown, .contact, .unknown, .contact]),
            ([onBreak, busy, available], [.person, .contact, .contact]),
            // No call ends in Break by itself: it was chosen during the call.
            ([available, busy, onBreak], [.unknown, .contact, .person]),
            ([available, busy, notReady, onBreak, available], [.unknown, .contact, .contact, .person, .person]),
            // Without a call it is a person's doing.
            ([available, onBreak, available], [.unknown, .person, .person]),
            ([available, notReady, available], [.unknown, .person, .person]),
            ([notReady, paused], [.unknown, .person]),
            // Logging in, and the first move after it; logging out.
            ([offline, notReady, available, onBreak], [.session, .session, .session, .person]),
            ([offline, available, onBreak, available], [.session, .session, .session, .person]),
            ([offline, busy, available, onBreak], [.session, .contact, .contact, .person]),
            ([onBreak, offline], [.person, .session]),
            ([available, busy, offline], [.unknown, .contact, .session]),
            // Unknown is unknown; only Break tells of itself that it was chosen.
            ([available, unknown, available], [.unknown, .unknown, .unknown]),
            ([available, unknown, onBreak], [.unknown, .unknown, .person]),
        ]
    )
    func ways(states: [LiveStatus], expected: [TransitionClass]) {
        #expect(classes(history(states)) == expected)
    }

    @Test("the first move long after a login is no part of it")
    func longAfterLogin() {
        let segments: [HistorySegment] = [
            .at(.hours(-9), until: .hours(-8), Self.offline), .at(.hours(-8), until: .hours(-1), Self.available),
            .at(.hours(-1), Self.onBreak),
        ]
        #expect(classes(segments) == [.session, .session, .person])
    }

    @Test("a record that goes on with the same status is no move")
    func sameStatus() {
        var segments = history([Self.onBreak, Self.onBreak, Self.available, Self.available])
        segments[3].stateID = 7
        #expect(classes(segments) == [.person, .unknown, .person, .unknown])
    }

    @Test("after a gap nobody knows what went before")
    func gap() {
        let segments: [HistorySegment] = [
            .at(.minutes(-9), until: .minutes(-8), Self.onBreak), .at(.minutes(-5), until: .minutes(-4), Self.available),
            .at(.minutes(-4), Self.notReady),
        ]
        #expect(classes(segments) == [.person, .unknown, .person])
    }

    // MARK: The bridge's own

    private func mark(_ status: Status, at sent: Duration, took: Duration = .seconds(1)) -> WriteMark {
        WriteMark(wanted: .plain(status), sentAt: now + sent, endedAt: now + sent + took)
    }

    @Test("a write is known by its status and its time, from 5 s before sending to 5 s after its end")
    func window() {
        func isBridge(_ sent: Duration, _ status: Status = .onBreak) -> Bool {
            classes(
                [.at(.minutes(-5), until: .minutes(-2), Self.available), .at(.minutes(-2), Self.onBreak)],
                writes: [mark(status, at: sent)]
            ).last == .bridge
        }
        #expect(isBridge(.minutes(-2)))
        #expect(isBridge(.minutes(-2) + .seconds(5)))
        #expect(!isBridge(.minutes(-2) + .seconds(5) + tick))
        #expect(isBridge(.minutes(-2) - .seconds(6)))
        #expect(!isBridge(.minutes(-2) - .seconds(6) - tick))
        #expect(!isBridge(.minutes(-2), .busy))
    }

    @Test("one write accounts for one segment, the nearest to its call")
    func oneEach() {
        let segments: [HistorySegment] = [
            .at(.seconds(-64), until: .seconds(-62), Self.onBreak), .at(.seconds(-62), until: .seconds(-60), Self.available),
            .at(.seconds(-60), Self.onBreak),
        ]
        #expect(classes(segments, writes: [mark(.onBreak, at: .seconds(-60))]) == [.person, .person, .bridge])
        let both = [mark(.onBreak, at: .seconds(-60)), mark(.onBreak, at: .seconds(-65))]
        #expect(classes(segments, writes: both) == [.bridge, .person, .bridge])
    }

    @Test("Busy is a contact unless the bridge wrote it; what follows the bridge's Busy is a person's")
    func ownBusy() {
        let segments = history([Self.available, Self.busy, Self.available])
        #expect(classes(segments, writes: [mark(.busy, at: .minutes(-2))]) == [.unknown, .bridge, .person])
    }

    @Test("Training is known by the not-ready state that it shows as")
    func training() {
        #expect(classes(history([Self.available, Self.paused]), writes: [mark(.training, at: .minutes(-1))]) == [.unknown, .bridge])
    }

    @Test("a write that showed late is known by the start of what showed it")
    func late() {
        let write = ConfirmedWrite.made(of: .queueBreak, at: now - .minutes(9), by: .read, shownSince: now - .minutes(1))
        #expect(classes(history([Self.busy, Self.onBreak]), writes: [WriteMark(write)]) == [.contact, .bridge])
        #expect(
            classes(history([Self.busy, Self.onBreak]), writes: [WriteMark(.made(of: .queueBreak, at: now - .minutes(9)))]) == [
                .contact, .person,
            ]
        )
    }

    @Test("an open intent leaves a trace as well, a queued one until whenever")
    func intents() {
        func marks(isQueued: Bool) -> [WriteMark] {
            Ledger(
                openIntent: Intent(
                    id: IntentID("int"),
                    change: ChangeID("chg"),
                    wanted: .queueBreak,
                    previous: nil,
                    recordedAt: now - .minutes(9),
                    endedAt: now - .minutes(9),
                    isAcknowledged: true,
                    isQueued: isQueued
                )
            ).marks(Policy())
        }
        #expect(classes(history([Self.busy, Self.onBreak]), writes: marks(isQueued: true)).last == .bridge)
        #expect(classes(history([Self.busy, Self.onBreak]), writes: marks(isQueued: false)).last == .person)
    }

    @Test("what took back a queued write is the bridge's when the contact ends, then and not later")
    func takenBack() {
        let mark = WriteMark(takingBack: Wanted(status: .training), at: now - .minutes(3) + .seconds(20))
        let training = LiveStatus.status(.training)
        func all(_ states: [LiveStatus]) -> [TransitionClass] { classes(history(states), writes: [mark]) }
        #expect(all([Self.available, Self.busy, training, Self.available]) == [.unknown, .contact, .bridge, .person])
        #expect(all([Self.busy, training]) == [.contact, .person], "the contact began after the write")
        let late = WriteMark(takingBack: Wanted(status: .training), at: now - .minutes(2) + .seconds(20))
        #expect(classes(history([Self.busy, Self.available, training]), writes: [late]).last == .person, "it was over before the write")
        let early = WriteMark(takingBack: Wanted(status: .training), at: now - .minutes(4) + .seconds(20))
        #expect(
            classes(history([Self.busy, Self.busy, training, training]), writes: [early]) == [.contact, .contact, .bridge, .unknown]
        )
        #expect(
            classes(history([Self.busy, Self.onBreak, training, Self.available]), writes: [early]) == [.contact, .person, .person, .person]
        )
        // The history begins after the contact: nobody can tell.
        #expect(all([Self.available, training]) == [.unknown, .person])
    }

    @Test("a segment that was found to be the bridge's stays so when the ledger has forgotten the write")
    func kept() {
        var segments = history([Self.available, Self.onBreak])
        segments[1].transition = .bridge
        #expect(classes(segments) == [.unknown, .bridge])
    }

    // MARK: A dialect that sees contacts

    @Test("where contacts show, they and after-call work are told from what looks like them")
    func seeing() {
        let call: [HistorySegment] = [
            .at(.minutes(-5), until: .minutes(-4), Self.available, onContact: .no, inWrapUp: .no),
            .at(.minutes(-4), until: .minutes(-3), Self.busy, onContact: .yes, inWrapUp: .no),
            .at(.minutes(-3), until: .minutes(-2), Self.notReady, onContact: .no, inWrapUp: .yes),
            .at(.minutes(-2), Self.available, onContact: .no, inWrapUp: .no),
        ]
        #expect(classes(call, .seeing) == [.unknown, .contact, .contact, .contact])
        let busyAlone: [HistorySegment] = [
            .at(.minutes(-5), until: .minutes(-4), Self.available, onContact: .no), .at(.minutes(-4), Self.busy, onContact: .no),
        ]
        #expect(classes(busyAlone, .seeing) == [.unknown, .person])
        #expect(classes(busyAlone, .platform) == [.unknown, .contact])
    }

    // MARK: From a seed

    @Test(
        "calls alone never look like a person, whatever their states and lengths",
        arguments: [UInt64(1), 2, 3, .random(in: 4...UInt64.max)]
    )
    func callsAlone(seed: UInt64) {
        print("classification: seed \(seed)")
        var random = SeededRandom(quietly: seed)
        for _ in 0..<2_000 {
            var states = [Self.offline]
            for _ in 0..<random.pick([1, 2, 5]) {
                states +=
                    random.pick([[Self.available], []]) + [Self.busy] + random.pick([[], [Self.notReady], [Self.paused, Self.notReady]])
                states += random.pick([[Self.available], []])
            }
            let found = classes(history(states))
            #expect(!found.contains(.person), "seed \(seed): \(states.map(\.label)) → \(found)")
        }
    }
}
