import Reconciliation

/// The moment at which the tests decide.
let now = Instant(seconds: 1_800_000_000)

extension AgentID {
    static let anna = AgentID(tenant: .standard, userID: "anna")
}

extension Change {
    /// A change that became due a minute ago and may be made for another ten.
    static func asking(
        for wanted: Wanted,
        id: String = "chg_1",
        source: SourceName = SourceName("wfm"),
        sourceRank: Int = 0,
        reference: String? = nil,
        version: Int64? = nil,
        effectiveAt: Instant = now - .minutes(1),
        expiresAt: Instant = now + .minutes(10),
        endsAt: Instant? = nil,
        acceptedAt: Instant = now - .minutes(2),
        acceptance: Int64 = 1,
        state: ChangeState = .due
    ) -> Change {
        Change(
            id: ChangeID(id),
            agent: .anna,
            source: source,
            sourceRank: sourceRank,
            requestID: RequestID("msg_1"),
            reference: reference,
            version: version,
            wanted: wanted,
            effectiveAt: effectiveAt,
            expiresAt: expiresAt,
            endsAt: endsAt,
            acceptedAt: acceptedAt,
            acceptance: acceptance,
            state: state
        )
    }
}

extension Change {
    /// The same change with another end of its time to act.
    func expiring(at expiresAt: Instant) -> Change {
        .asking(for: wanted, id: id.text, effectiveAt: expiresAt - .minutes(11), expiresAt: expiresAt)
    }
}

extension Wanted {
    static let queueBreak = Wanted(status: .onBreak, pauseReason: "Queue Full")

    /// A valid wish for any of the five statuses.
    static func plain(_ status: Status) -> Wanted {
        Wanted(status: status, pauseReason: status == .onBreak ? "Queue Full" : nil)
    }
}

extension User {
    static let inShift = User(roles: ["Agent"], shiftStart: now - .hours(4), shiftEnd: now + .hours(4))
}

extension Capabilities {
    /// A dialect that sees contacts, wrap-up and reasons, and answers a write with nothing.
    static let seeing = Capabilities(
        seesContacts: true,
        seesWrapUp: true,
        seesReasons: true,
        readsInBulk: true,
        queuesStates: .unknown,
        takesWrapUpFlags: false,
        answersWithStatus: false
    )

    /// The same, and a state written on a contact is taken for after it.
    static let queueing = {
        var capabilities = Capabilities.seeing
        capabilities.queuesStates = .yes
        return capabilities
    }()
}

extension HistorySegment {
    /// A stretch of a history, its times counted from now.
    static func at(
        _ start: Duration,
        until end: Duration? = nil,
        _ status: LiveStatus,
        _ transition: TransitionClass = .unknown,
        onContact: Tristate = .unknown,
        inWrapUp: Tristate = .unknown
    ) -> HistorySegment {
        let ids: [String: Int] = ["Offline": 1, "Available": 2, "Busy": 3, "Break": 4, "PAUSED": 5, "NOT_READY": 6]
        return HistorySegment(
            start: now + start,
            end: end.map { now + $0 },
            stateID: ids[status.label] ?? 42,
            label: status.label.uppercased(),
            status: status,
            transition: transition,
            onContact: onContact,
            inWrapUp: inWrapUp
        )
    }
}

extension HistoryView {
    /// A whole history of the last day.
    static func whole(_ segments: [HistorySegment]) -> HistoryView {
        HistoryView(segments: segments, from: now - .days(1), isComplete: true)
    }
}

extension Situation {
    /// An agent at the desk: known, in role and in shift, seen just now; nothing stands in the way of another status.
    static func atDesk(
        wanting wanted: Wanted = .queueBreak,
        live: LiveReading = LiveReading(status: .status(.available), since: now - .hours(1)),
        capabilities: Capabilities = .platform
    ) -> Situation {
        Situation(
            agent: AgentFacts(id: .anna, user: .taken(.inShift, at: now)),
            capabilities: capabilities,
            desired: .asking(for: wanted),
            live: .taken(live, at: now)
        )
    }

    static func atDesk(
        wanting status: Status,
        live: LiveStatus,
        capabilities: Capabilities = .platform
    ) -> Situation {
        atDesk(wanting: .plain(status), live: LiveReading(status: live, since: now - .hours(1)), capabilities: capabilities)
    }

    /// A copy with something changed.
    func with(_ change: (inout Situation) -> Void) -> Situation {
        var copy = self
        change(&copy)
        return copy
    }

    var verdict: Verdict { decide(self, now: now).verdict }
}

extension Decision {
    /// The code of what a rule found, if the rule was asked.
    func code(of rule: Rule) -> String? {
        chain.first { $0.rule == rule }?.note.code
    }

    var deciding: Rule? { chain.last { $0.decided }?.rule }
}

extension ConfirmedWrite {
    /// A write that was sent at some time and confirmed a second later.
    static func made(
        of wanted: Wanted,
        at sentAt: Instant,
        confirmedAfter span: Duration = .seconds(1),
        by grade: LiveReading.Origin = .response,
        for change: String = "chg_0",
        source: String = "wfm",
        isCorrection: Bool = false,
        shownSince: Instant? = nil
    ) -> ConfirmedWrite {
        ConfirmedWrite(
            change: ChangeID(change),
            source: SourceName(source),
            wanted: wanted,
            sentAt: sentAt,
            confirmedAt: sentAt + span,
            grade: grade,
            isCorrection: isCorrection,
            shownSince: shownSince
        )
    }
}

/// The smallest step of time that the room knows.
let tick: Duration = .microseconds(1)
