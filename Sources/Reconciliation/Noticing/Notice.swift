/// Compares what an agent is doing with what was last reported, and says what to report.
///
/// Each transition is reported once: what is not later than the last report has been told or was passed over. The bridge's own
/// writes are not echoed, and calls are noise unless policy wants them.
package func notice(_ sighting: Sighting) -> Noticing {
    var report = Report(sighting)
    for segment in sighting.news ?? [] { report.take(segment) }
    report.takeLive()
    return report.noticing
}

private struct Report {
    private let sighting: Sighting
    private(set) var noticing = Noticing()
    /// The class of the transition that led to the live status, if the history shows it.
    private var liveClass: TransitionClass?

    init(_ sighting: Sighting) {
        self.sighting = sighting
        noticing.reported = sighting.lastReported
        noticing.personMove = sighting.ledger.lastPersonMove
    }

    // MARK: What the history shows

    mutating func take(_ segment: HistorySegment) {
        if segment.transition == .person, noticing.personMove.map({ segment.start > $0.at }) ?? true {
            noticing.personMove = PersonMove(segment)
        }
        let isLive = isShownLive(by: segment)
        if isLive { liveClass = segment.transition }
        guard let last = noticing.reported, isAfter(last, segment.status.label, segment.start) else { return }
        let seen = LastSeen(status: segment.status.label, since: segment.start, observedAt: sighting.observedAt)
        if segment.transition == .bridge || last.status == segment.status.label {
            noticing.reported = seen
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

    private func isShownLive(by segment: HistorySegment) -> Bool {
        guard let since = sighting.live.since else { return segment.end == nil && segment.status == sighting.live.status }
        return isNear(segment.start, since)
            && (segment.status == sighting.live.status || Self.canBothBe(segment.status, sighting.live.status))
    }

    /// Training shows as a not-ready state in a history and by its name in a live status.
    private static func canBothBe(_ one: LiveStatus, _ other: LiveStatus) -> Bool {
        switch (one, other) {
        case (.notReady, .status(.training)), (.status(.training), .notReady), (.notReady, .notReady): true
        default: false
        }
    }

    // MARK: What is so now

    mutating func takeLive() {
        let live = sighting.live
        let seen = LastSeen(live, observedAt: sighting.observedAt)
        // The first sight of an agent is what later ones are compared with; nothing has changed as far as anybody knows.
        guard let last = noticing.reported else { return noticing.reported = seen }
        guard isAfter(last, seen.status, seen.since) else { return }
        if liveClass == .bridge || isOwn(live) || last.status == seen.status {
            noticing.reported = seen
            return
        }
        let isReadable = sighting.news != nil
        if isReadable, liveClass == nil, let since = live.since, sighting.observedAt - since < Self.historyTakes {
            noticing.isHistoryLate = true
            return
        }
        let isContact = sighting.isOnContact
        let cause = cause(of: liveClass ?? (isContact ? .contact : .unknown), live.status, isNow: true, isContact: isContact)
        guard let cause else { return }
        let evidence = Evidence(live, observedAt: sighting.observedAt)
        add(.observed, cause, live.status, live.pauseReason, since: live.since, evidence, after: last)
    }

    /// The bridge reported its own write when it confirmed it.
    private func isOwn(_ live: LiveReading) -> Bool {
        guard let write = sighting.ledger.lastConfirmed, live.match(write.wanted).fits else { return false }
        return live.since.map { write.covers($0) } ?? true
    }

    /// How long CXone may take to show in its history what it shows live.
    private static let historyTakes: Duration = .seconds(60)

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
        noticing.reported = LastSeen(status: status.label, since: since, observedAt: sighting.observedAt)
    }

    /// Whether a state began after the last report, and is not the one that was reported.
    private func isAfter(_ last: LastSeen, _ label: String, _ start: Instant?) -> Bool {
        guard let start else { return label != last.status }
        guard let since = last.since else { return last.observedAt.map { start > $0 } ?? (label != last.status) }
        return start > since && !(label == last.status && isNear(start, since))
    }

    private func isNear(_ one: Instant, _ other: Instant) -> Bool {
        one - other <= Intent.clockSlack && other - one <= Intent.clockSlack
    }

    private func isContact(_ segment: HistorySegment) -> Bool { segment.isContact(sighting.capabilities) }
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
