/// Rule 0: a write whose outcome is unknown is looked up before anything else may happen.
@Sendable
func openIntentRule(_ d: inout Deliberation) -> Verdict? {
    guard let intent = d.situation.ledger.openIntent else { return d.pass(.openIntent, .noOpenIntent) }
    let settled = intent.settledAt(d.policy, live: d.situation.live.value)
    // To take it back was a write as well.
    let ended = max(intent.endedAt ?? intent.recordedAt, d.situation.ledger.lastTakenBack ?? intent.recordedAt)
    func isCurrent(_ at: Instant) -> Bool { at >= ended && d.now - at <= d.policy.liveMaxAge }
    // What did not show the write before it had to show says nothing more once that moment is over.
    func isOutdated(_ at: Instant) -> Bool { at < settled && d.now >= settled }

    guard let readAt = d.situation.live.at, isCurrent(readAt) else {
        return d.rule(.openIntent, .needs(.live), .look(.live))
    }
    let live = d.situation.live.value
    if intent.isQueued, let live, d.situation.isOccupied(live) { return queuedIntent(&d, intent, live) }
    if let live, intent.isShown(by: live, d.policy) {
        return d.rule(.openIntent, .writeShown(by: live.origin), .confirm(Evidence(live, observedAt: readAt)))
    }
    if isOutdated(readAt) { return d.rule(.openIntent, .needs(.live), .look(.live)) }
    // An agent whose state is older than the write has not been moved by it.
    var disproved = live?.since.map { $0 < intent.earliestStart } ?? false
    if !disproved {
        guard let historyAt = d.situation.history.at, isCurrent(historyAt) else {
            return d.rule(.openIntent, .needs(.history), .look(.history))
        }
        let view = d.situation.history.value
        let ledger = d.situation.ledger
        if let segment = view?.segments.last(where: { intent.isShown(by: $0, d.policy) && !ledger.accounts(for: $0) }) {
            let evidence = Evidence(grade: .history, stateID: segment.stateID, startTime: segment.start, observedAt: historyAt)
            return d.rule(.openIntent, .writeShown(by: .history), .confirm(evidence))
        }
        if isOutdated(historyAt) { return d.rule(.openIntent, .needs(.history), .look(.history)) }
        // A history says no only if it is whole and the agent can be seen now.
        if let view, let live { disproved = live.status.isKnown && intent.isExcluded(by: view, at: historyAt, d.policy) }
    }
    // A write on its way may still arrive; an acknowledged one may still show.
    if disproved, d.now >= settled {
        return d.rule(.openIntent, .writeDisproved, .disprove(acknowledged: intent.isAcknowledged))
    }
    if d.now > max(d.desired.expiresAt, intent.recordedAt + d.policy.intentPatience) {
        return d.rule(.openIntent, .writeNeverSettled, .fail(.outcomeUnknown))
    }
    // The moment is named only when it is near: until then looks go on as ever, for the write may show earlier.
    let isNear = d.now < settled && settled - d.now <= d.policy.firstLook * 2
    let until = isNear ? settled : nil
    return d.rule(.openIntent, .writeNotShownYet(until: until), .wait(.outcomeUnknown, until: until))
}

/// A write that waits in CXone for the end of a contact: it is let wait, or taken back once it is not wanted any more.
private func queuedIntent(_ d: inout Deliberation, _ intent: Intent, _ live: LiveReading) -> Verdict? {
    let isWanted = !d.situation.isOvertaken && d.desired.cancelRequestedAt == nil && d.desired.replacedBy == nil
    let isInTime = d.desired.actsUntil.map { d.now <= $0 } ?? true
    guard !isWanted || !isInTime else {
        let reason: WaitReason = d.situation.onContact(live) == .no ? .wrapUp : .onContact
        return d.rule(.openIntent, .queuedBehindContact, .wait(reason, until: nil))
    }
    // Taking back is a write as well.
    if d.situation.fleet.isPaused { return d.rule(.openIntent, .writesOff, .wait(.paused, until: nil)) }
    if case .away(let until) = d.situation.fleet.cxone {
        return d.rule(.openIntent, .cxoneAway(until: until), .wait(.cxoneUnavailable, until: until))
    }
    return d.rule(.openIntent, .queuedWithdrawn, .withdraw(Wanted(status: intent.statusAfterContact(live))))
}

extension Situation {
    /// On a contact or in wrap-up, or perhaps so.
    func isOccupied(_ live: LiveReading) -> Bool {
        onContact(live) != .no || (capabilities.seesWrapUp && live.inWrapUp == .yes)
    }
}

extension Intent {
    /// The state that the agent would be in after the contact had the write not been made: the present one, where it is one to be in.
    fileprivate func statusAfterContact(_ live: LiveReading) -> Status {
        for status in [live.status.status, previous?.status] {
            if let status, status != .busy, status != .offline { return status }
        }
        return .available
    }

    /// When the call ended, or must have ended if nobody saw it.
    private var endsAt: Instant { endedAt ?? recordedAt + Intent.callTime }

    /// Where nobody saw the end of the call, nobody knows either what CXone said.
    private var mayBeAcknowledged: Bool { isAcknowledged || endedAt == nil }

    /// The earliest start of a state that can be this write's doing.
    var earliestStart: Instant { recordedAt - Intent.clockSlack }

    /// The latest start of a state that can be this write's doing: CXone may take its time over what it acknowledged.
    func latestStart(_ policy: Policy) -> Instant {
        // What is queued begins when the contact ends, whenever that is.
        if isQueued { return Instant(microseconds: .max / 2) }
        return endsAt + (mayBeAcknowledged ? policy.showingTime : Intent.clockSlack)
    }

    /// From when on a reading that does not show the write means that it did not happen.
    ///
    /// What is queued has its time from the end of the contact on, which is when the present state began.
    func settledAt(_ policy: Policy, live: LiveReading? = nil) -> Instant {
        let latest = isQueued ? max(live?.since ?? recordedAt, endsAt) + policy.showingTime : latestStart(policy)
        return max(recordedAt + policy.intentSettling, latest)
    }

    private func canHaveStarted(_ start: Instant, _ policy: Policy) -> Bool {
        start >= earliestStart && start <= latestStart(policy)
    }

    /// Whether a live status can be what this write did.
    func isShown(by live: LiveReading, _ policy: Policy) -> Bool {
        guard live.match(wanted).fits, !isContacts(live.onContact, live.inWrapUp) else { return false }
        if let since = live.since { return canHaveStarted(since, policy) && !isPrevious(startedAt: since) }
        // Without a start only a change of status tells the write's doing from what was there before.
        guard let previous else { return true }
        return !Match(live: previous, pauseReason: nil, wanted: wanted).fits
    }

    /// Whether a segment of the history can be what this write did.
    func isShown(by segment: HistorySegment, _ policy: Policy) -> Bool {
        canHaveStarted(segment.start, policy) && !isPrevious(startedAt: segment.start)
            && Match(live: segment.status, pauseReason: nil, wanted: wanted).fits
            && !isContacts(segment.onContact, segment.inWrapUp)
    }

    /// A contact's Busy, or the work after it, is nobody's write: it came in between.
    private func isContacts(_ onContact: Tristate, _ inWrapUp: Tristate) -> Bool { onContact == .yes || inWrapUp == .yes }

    /// Whether a history that does not show the write proves that it did not happen.
    ///
    /// It must be whole, reach back far enough, leave no time out in which the write can have taken effect, and hold no state
    /// that the table of states does not know: either could be it.
    func isExcluded(by view: HistoryView, at readAt: Instant, _ policy: Policy) -> Bool {
        guard view.isComplete, view.from <= earliestStart else { return false }
        if view.segments.contains(where: { canHaveStarted($0.start, policy) && !$0.status.isKnown }) { return false }
        let latest = latestStart(policy)
        if view.gaps(since: earliestStart).contains(where: { $0.from <= latest }) { return false }
        // What comes after the last record that has ended is not in it yet.
        guard let end = view.segments.last?.end else { return true }
        return end >= min(latest, readAt) - HistoryTimeline.tolerance
    }
}

extension LiveStatus {
    /// Whether the table of states knows it.
    var isKnown: Bool {
        if case .unknown = self { false } else { true }
    }
}
