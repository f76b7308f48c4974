/// A write that the bridge is about to make, stored before it is sent.
package struct Intent: Sendable, Hashable {
    package let id: IntentID
    package let change: ChangeID
    package let wanted: Wanted
    /// The status the agent had when the write was decided.
    package let previous: LiveStatus?
    /// Since when, by CXone's clock: what was so before the write is not its doing, however close it is.
    package let previousSince: Instant?
    package let recordedAt: Instant
    /// When the call ended without showing what came of it; nil while it runs or if the bridge stopped meanwhile.
    package var endedAt: Instant?
    /// CXone said yes, and no observation has shown it so far.
    package var isAcknowledged: Bool
    /// It was written on a contact in a dialect that queues: it takes effect when the contact and its wrap-up end.
    package var isQueued: Bool
    /// What was checked before the write was decided.
    package let compliance: Compliance

    package init(
        id: IntentID,
        change: ChangeID,
        wanted: Wanted,
        previous: LiveStatus?,
        previousSince: Instant? = nil,
        recordedAt: Instant,
        endedAt: Instant? = nil,
        isAcknowledged: Bool = false,
        isQueued: Bool = false,
        compliance: Compliance = .notRun("not noted with the write")
    ) {
        self.id = id
        self.change = change
        self.compliance = compliance
        self.wanted = wanted
        self.previous = previous
        self.previousSince = previousSince
        self.recordedAt = recordedAt
        self.endedAt = endedAt
        self.isAcknowledged = isAcknowledged
        self.isQueued = isQueued
    }
}

/// A write that an observation confirmed.
package struct ConfirmedWrite: Sendable, Hashable {
    package let change: ChangeID
    package let source: SourceName
    package let wanted: Wanted
    package let sentAt: Instant
    package let confirmedAt: Instant
    package let grade: LiveReading.Origin
    /// A second write for a change that had been confirmed, or one that undid another source's write.
    package let isCorrection: Bool
    /// Since when, by CXone's clock, the state that confirmed it; what was acknowledged or queued can begin long after the call.
    package let shownSince: Instant?

    package init(
        change: ChangeID,
        source: SourceName,
        wanted: Wanted,
        sentAt: Instant,
        confirmedAt: Instant,
        grade: LiveReading.Origin,
        isCorrection: Bool = false,
        shownSince: Instant? = nil
    ) {
        self.change = change
        self.source = source
        self.wanted = wanted
        self.sentAt = sentAt
        self.confirmedAt = confirmedAt
        self.grade = grade
        self.isCorrection = isCorrection
        self.shownSince = shownSince
    }

    /// Whether a state that began at `start` can be this write's doing: CXone's clock and ours may differ a little.
    ///
    /// What counts is the call. The write's own answer came at its end; any other confirmation can have come long after it, and
    /// then the call is taken to have lasted no longer than calls do.
    package func covers(_ start: Instant) -> Bool {
        if start == shownSince { return true }
        return start >= sentAt - Intent.clockSlack && start <= callEnded + Intent.clockSlack
    }

    var callEnded: Instant { grade == .response ? confirmedAt : min(confirmedAt, sentAt + Intent.callTime) }
}

extension Intent {
    /// Whether a state is the one that was there before, where that looks like the write's doing. A history may round the start
    /// that a live status shows to the millisecond.
    func isPrevious(startedAt start: Instant) -> Bool {
        guard let previous, let previousSince, Match(live: previous, pauseReason: nil, wanted: wanted).fits else { return false }
        return start > previousSince - .seconds(1) && start < previousSince + .seconds(1)
    }

    /// How far CXone's clock and ours may differ before a state stops being ours.
    package static let clockSlack: Duration = .seconds(5)

    /// How long a call to CXone lasts at most (3-cxone-wire, Manners).
    static let callTime: Duration = .seconds(10)
}
