/// Compares what an agent is doing with what was last reported, and says what to report.
///
/// Each transition is reported once: what is not later than the last report that the history has shown has been told or was passed
/// over, and what was reported since without its record is remembered until the record comes. The bridge's own writes are not
/// echoed, and calls are noise unless policy wants them.
package func notice(_ sighting: Sighting) -> Noticing {
    var report = Report(sighting)
    if report.canBeFilled {
        report.noticing.isHistoryLate = true
        return report.noticing
    }
    for segment in sighting.news ?? [] { report.take(segment) }
    report.takeLive()
    report.noteProofs()
    return report.noticing
}

private struct Report {
    private let sighting: Sighting
    var noticing = Noticing()
    /// How far the history has been gone through: the newest state in it that was reported or passed over.
    private var walked: LastSeen?
    /// The class of the transition that led to the live status, if the history shows it.
    private var liveClass: TransitionClass?
    /// The live status has the name of the last one and began anew: what came in between only the history can show.
    private var hasBegunAnew = false

    init(_ sighting: Sighting) {
        self.sighting = sighting
        noticing.reported = sighting.lastReported
        walked = sighting.unproven.first ?? sighting.lastReported
        noticing.unproven = sighting.unproven
        noticing.personMove = sighting.ledger.lastPersonMove
    }

    // MARK: What the history shows

    /// A record is missing for which it is worth waiting.
    var canBeFilled: Bool {
        sighting.canWait && sighting.gaps.contains { sighting.observedAt - $0.to < HistoryTimeline.takes }
    }

    mutating func take(_ segment: HistorySegment) {
        if segment.transition == .person, noticing.personMove.map({ segment.start > $0.at }) ?? true {
            let before = walked.flatMap { last in last.since.map { $0 < segment.start } == true ? last.status : nil }
            noticing.personMove = PersonMove(segment, from: before)
        }
        let isLive = sighting.live.isShown(by: segment)
        if isLive { liveClass = segment.transition }
        guard let last = walked, isAfter(last, segment.status.label, segment.start) else { return }
        let isSame = last.status == segment.status.label
        // Behind a gap nobody knows what came in between: it is not the state that was reported, though it has its name.
        if isSame, isLive, !sighting.gaps.isEmpty { return }
        if segment.transition == .bridge || isSame || isTold(segment) {
            walked = LastSeen(status: segment.status.label, since: segment.start, observedAt: sighting.observedAt)
            return
        }
        // The live reading says more about the present state than its record does.
        if isLive { return }
        guard let cause = cause(of: segment.transition, segment.status, isNow: false, isContact: isContact(segment)) else { return }
        let evidence = Evidence(
            grade: .history,
            stateID: segment.stateID,
            startTime: segment.start,
            observedAt: sighting.observedAt
        )
        add(.backfilled, cause, segment.status, nil, since: segment.start, evidence, after: last)
    }

    /// Whether it was reported when only the live status showed it.
    private func isTold(_ segment: HistorySegment) -> Bool {
        sighting.unproven.contains { told in
            guard told.status == segment.status.label || told.canShow(as: segment.status) else { return false }
            if let since = told.since { return segment.start.isNear(since) }
            guard let at = told.observedAt else { return false }
            return segment.start <= at && segment.end.map { $0 >= at } ?? true
        }
    }

    // MARK: What is so now

    mutating func takeLive() {
        let live = sighting.live
        let seen = LastSeen(live, observedAt: sighting.observedAt)
        // The first sight of an agent is what later ones are compared with; nothing has changed as far as anybody knows.
        guard let reported = sighting.lastReported else { return noticing.reported = seen }
        // What came to light of the time before the last report does not take its place.
        let last = walked.map { $0.isLater(than: reported) ? $0 : reported } ?? reported
        noticing.reported = last
        guard isAfter(last, seen.status, seen.since) else { return }
        if liveClass == .bridge || isOwn(live) || last.status == seen.status {
            hasBegunAnew = (sighting.news == nil || !sighting.gaps.isEmpty) && liveClass != .bridge && !isOwn(live)
            // As long as only the name is known to be the same, it has not been compared.
            if !hasBegunAnew { noticing.reported = seen }
            return
        }
        let isReadable = sighting.news != nil
        if isReadable, sighting.canWait, liveClass == nil, let since = live.since, sighting.observedAt - since < HistoryTimeline.takes {
            noticing.isHistoryLate = true
            return
        }
        let isContact = sighting.isOnContact
        let mover = liveClass ?? (isContact ? .contact : sighting.presumed ?? .unknown)
        let cause = cause(of: mover, live.status, isNow: true, isContact: isContact)
        guard let cause else { return }
        let evidence = Evidence(live, observedAt: sighting.observedAt)
        add(.observed, cause, live.status, live.pauseReason, since: live.since, evidence, after: last)
    }

    /// The bridge reported its own write when it confirmed it.
    private func isOwn(_ live: LiveReading) -> Bool {
        guard let write = sighting.ledger.lastConfirmed, live.match(write.wanted).fits else { return false }
        return live.since.map { write.covers($0) } ?? true
    }

    // MARK: What the history owes

    /// Remembers what was reported without its record, until a history that leaves nothing out has shown it or had its time to.
    mutating func noteProofs() {
        let new = noticing.notices.map { LastSeen(status: $0.status.label, since: $0.since, observedAt: sighting.observedAt) }
        let isOwed = !sighting.unproven.isEmpty || !new.isEmpty
        if sighting.news != nil, sighting.gaps.isEmpty, liveClass != nil || isOld || !isOwed { return noticing.unproven = [] }
        if new.isEmpty, sighting.gaps.isEmpty, !hasBegunAnew { return }
        let told = sighting.unproven.isEmpty ? [sighting.lastReported].compactMap(\.self) : sighting.unproven
        noticing.unproven = (told + new).suffix(Noticing.mostUnproven)
    }

    /// The history has had its time to show the live status.
    private var isOld: Bool {
        sighting.live.since.map { sighting.observedAt - $0 >= HistoryTimeline.patience } ?? true
    }

    // MARK: Reporting

    /// Why it came to be; nil if it is not reported.
    private func cause(of transition: TransitionClass, _ status: LiveStatus, isNow: Bool, isContact: Bool) -> Cause? {
        switch transition {
        case .bridge: return nil
        case .contact:
            if sighting.policy.reportsContacts { return .contact }
            // A call is noise while it lasts. What it leaves behind is not, if the WFM believes something else.
            if isContact || status.status == nil { return nil }
            return isNow ? .drift : .gap
        case .person: return isNow ? .override : .gap
        case .session, .unknown: return isNow ? .drift : .gap
        }
    }

    private mutating func add(
        _ outcome: Outcome,
        _ cause: Cause,
        _ status: LiveStatus,
        _ pauseReason: String?,
        since: Instant?,
        _ evidence: Evidence,
        after last: LastSeen
    ) {
        noticing.notices.append(
            Notice(
                outcome: outcome,
                cause: cause,
                status: status,
                previousStatus: last.status,
                pauseReason: pauseReason,
                since: since,
                evidence: evidence
            )
        )
        walked = LastSeen(status: status.label, since: since, observedAt: sighting.observedAt)
        noticing.reported = walked
    }

    /// Whether a state began after the last report, and is not the one that was reported.
    private func isAfter(_ last: LastSeen, _ label: String, _ start: Instant?) -> Bool {
        guard let start else { return label != last.status }
        guard let since = last.since else { return last.observedAt.map { start > $0 } ?? (label != last.status) }
        return start > since && !(label == last.status && start.isNear(since))
    }

    private func isContact(_ segment: HistorySegment) -> Bool { segment.isContact(sighting.capabilities) }
}

extension LiveReading {
    /// Whether a record of the history is that of the state which the reading shows.
    fileprivate func isShown(by segment: HistorySegment) -> Bool {
        guard let since else { return segment.end == nil && segment.status == status }
        return segment.start.isNear(since) && (segment.status == status || Self.canBothBe(segment.status, status))
    }

    /// Training shows as a not-ready state in a history and by its name in a live status.
    private static func canBothBe(_ one: LiveStatus, _ other: LiveStatus) -> Bool {
        switch (one, other) {
        case (.notReady, .status(.training)), (.status(.training), .notReady), (.notReady, .notReady): true
        default: false
        }
    }
}

extension HistoryView {
    /// The history up to the state that a reading shows: what came after it, before the history was read, is the next reading's.
    package func upTo(_ live: LiveReading) -> HistoryView {
        guard let shown = segments.lastIndex(where: { live.isShown(by: $0) }) else { return self }
        return HistoryView(segments: Array(segments[...shown]), from: from, isComplete: isComplete)
    }
}

extension Instant {
    fileprivate func isNear(_ other: Instant) -> Bool {
        self - other <= Intent.clockSlack && other - self <= Intent.clockSlack
    }
}

extension LastSeen {
    fileprivate func isLater(than other: LastSeen) -> Bool {
        guard let one = since ?? observedAt, let two = other.since ?? other.observedAt else { return false }
        return one > two
    }

    /// Training shows as a not-ready state in a history, and so does a not-ready state that a live status calls otherwise.
    fileprivate func canShow(as other: LiveStatus) -> Bool {
        guard case .notReady = other else { return false }
        return Status(rawValue: status) == nil || status == Status.training.rawValue
    }
}

extension Sighting {
    /// On a contact, as far as can be seen.
    var isOnContact: Bool {
        if capabilities.seesContacts, live.onContact != .unknown { return live.onContact == .yes }
        guard live.status == .status(.busy) else { return false }
        guard let write = ledger.lastConfirmed, write.wanted.status == .busy, let since = live.since else { return true }
        return !write.covers(since)
    }
}
