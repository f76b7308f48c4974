/// Rule 7: what is so already is not written again.
@Sendable
func alreadyRule(_ d: inout Deliberation) -> Verdict? {
    if let label = d.unknownLive { return d.pass(.already, .liveUnknownGoesOn(label)) }
    guard case .taken(let live, let at) = d.freshLive else { return d.pass(.already, .liveUnknownGoesOn("not readable")) }
    let wanted = d.desired.wanted
    switch live.match(wanted) {
    case .equal where wanted.status == .busy && d.situation.isBusyWithContact(live):
        return d.pass(.already, .busyByContact)
    case .equal where d.situation.ledger.lastConfirmed?.isLater(than: live) == true:
        // Read late: by what the bridge has seen since the agent is in another status, and to write this one again does no harm.
        return d.pass(.already, .seenBeforeWrite)
    case .equal(let otherReason):
        let note = Note.alreadySo(otherReason: otherReason ? live.pauseReason : nil)
        return d.rule(.already, note, .already(Evidence(live, observedAt: at)))
    case .consistent where d.situation.ledger.lastConfirmed?.wanted.status == wanted.status:
        return d.rule(.already, .alreadyByUs, .already(Evidence(live, observedAt: at)))
    case .consistent, .contradicts:
        return d.pass(.already, .notYetSo(live.status))
    }
}

/// Rule 11: a live contact is never disturbed, and Offline is never written on one.
@Sendable
func contactRule(_ d: inout Deliberation) -> Verdict? {
    guard case .taken(let live, _) = d.freshLive else { return d.pass(.contact, .liveUnknownGoesOn("not readable")) }
    let wanted = d.desired.wanted
    switch d.situation.onContact(live) {
    case .yes:
        switch d.policy.onContact {
        case .refuse: return d.rule(.contact, .onContact, .refuse(.onContact))
        case .apply where wanted.status != .offline: return goesOut(&d, queued: .contactQueued, otherwise: .contactAllowed)
        case .defer, .apply: return d.rule(.contact, .onContact, .wait(.onContact, until: nil))
        }
    case .unknown where wanted.status == .offline:
        return d.rule(.contact, .contactPossible, .wait(.onContact, until: nil))
    case .no, .unknown:
        return wrapUp(&d, live)
    }
}

/// The other half of rule 11: after-call work is let finish.
private func wrapUp(_ d: inout Deliberation, _ live: LiveReading) -> Verdict? {
    let wanted = d.desired.wanted
    switch d.situation.capabilities.seesWrapUp ? live.inWrapUp : .unknown {
    case .no:
        d.compliance.wrapUpVerified = .passed
        return d.pass(.contact, d.situation.onContact(live) == .no ? .contactFree : .contactUncertain)
    case .unknown:
        if let label = d.unknownLive { return d.pass(.contact, .liveUnknownGoesOn(label)) }
        return d.pass(.contact, wanted.respectWrapUp ? .contactUnseen : .wrapUpSkipped)
    case .yes where !wanted.respectWrapUp:
        return d.pass(.contact, .wrapUpSkipped)
    case .yes:
        if d.policy.onContact == .apply { return goesOut(&d, queued: .wrapUpQueued, otherwise: .wrapUpAllowed) }
        d.compliance.wrapUpVerified = .failed
        return d.rule(.contact, .inWrapUp, d.policy.onContact == .refuse ? .refuse(.onContact) : .wait(.wrapUp, until: nil))
    }
}

/// The policy lets the change go out on a contact: it may take effect afterwards, unless the tenant is known not to queue.
private func goesOut(_ d: inout Deliberation, queued: Note, otherwise: Note) -> Verdict? {
    let queues = d.situation.capabilities.queuesStates
    d.isQueued = queues != .no
    return d.pass(.contact, queues == .yes ? queued : otherwise)
}

extension Situation {
    /// Whether the agent is on a contact, as far as the dialect lets us see.
    ///
    /// In `platform` contacts show only as Busy, so Busy is a contact unless the bridge itself wrote it.
    package func onContact(_ live: LiveReading) -> Tristate {
        if capabilities.seesContacts { return live.onContact }
        switch live.status {
        case .status(.busy): return isBusyWithContact(live) ? .yes : .no
        case .status, .notReady: return .no
        case .unknown: return .unknown
        }
    }

    /// Whether a Busy is a contact's: it is, unless it began with the bridge's own last write.
    package func isBusyWithContact(_ live: LiveReading) -> Bool {
        guard live.status == .status(.busy) else { return false }
        if capabilities.seesContacts, live.onContact != .unknown { return live.onContact == .yes }
        guard let write = ledger.lastConfirmed, write.wanted.status == .busy else { return true }
        return live.since.map { !write.covers($0) } ?? true
    }
}

extension ConfirmedWrite {
    /// Whether the write put the agent into another status after the state that a reading shows had begun, both by CXone's clock.
    fileprivate func isLater(than live: LiveReading) -> Bool {
        guard let since = live.since, let shownSince else { return false }
        return since < shownSince && !live.match(wanted).fits
    }
}
