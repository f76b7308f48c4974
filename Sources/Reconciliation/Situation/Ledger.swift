/// What the bridge itself did to an agent, and what it saw of the agent last.
package struct Ledger: Sendable, Hashable {
    /// A write that was meant, and perhaps sent, and whose outcome is not known.
    package var openIntent: Intent?
    /// Confirmed writes, oldest first.
    package var confirmed: [ConfirmedWrite]
    /// Writes that took back what CXone had queued.
    package var takenBack: [WriteMark]
    /// When corrections were sent in the last 10 minutes, whatever came of them; those among `confirmed` need not be here.
    package var corrections: [Instant]
    /// The desired change was confirmed before, perhaps longer ago than `confirmed` reaches.
    package var isDesiredConfirmed: Bool
    /// Holds on this agent that nothing has ended.
    package var holds: [HoldInForce]
    /// When holds on this agent were last released.
    package var lastRelease: Instant?
    /// The state the agent was in when its history was last judged.
    package var lastSeen: LastSeen?
    /// The newest move of class `person` that was found in the history so far.
    package var lastPersonMove: PersonMove?
    /// Segments of the history that have satisfied a change.
    package var satisfying: Set<SegmentID>

    package init(
        openIntent: Intent? = nil,
        confirmed: [ConfirmedWrite] = [],
        takenBack: [WriteMark] = [],
        corrections: [Instant] = [],
        isDesiredConfirmed: Bool = false,
        holds: [HoldInForce] = [],
        lastRelease: Instant? = nil,
        lastSeen: LastSeen? = nil,
        lastPersonMove: PersonMove? = nil,
        satisfying: Set<SegmentID> = []
    ) {
        self.openIntent = openIntent
        self.confirmed = confirmed
        self.takenBack = takenBack
        self.corrections = corrections
        self.isDesiredConfirmed = isDesiredConfirmed
        self.holds = holds
        self.lastRelease = lastRelease
        self.lastSeen = lastSeen
        self.lastPersonMove = lastPersonMove
        self.satisfying = satisfying
    }

    package var lastConfirmed: ConfirmedWrite? { confirmed.last }

    /// When the bridge last took back what CXone had queued.
    package var lastTakenBack: Instant? { takenBack.map(\.sentAt).max() }

    /// Whether a confirmed write was shown by this segment or by a later one: then it is not the doing of any write since.
    func accounts(for segment: HistorySegment) -> Bool {
        confirmed.contains { write in write.shownSince.map { segment.start <= $0 } ?? false }
    }

    /// A hold for some reason that no release has ended.
    package func hold(_ reason: HoldReason, on change: ChangeID? = nil) -> HoldInForce? {
        holds.last { hold in
            hold.reason == reason && (change == nil || hold.change == change) && lastRelease.map { hold.since > $0 } ?? true
        }
    }
}

/// A change that is held, and since when.
package struct HoldInForce: Sendable, Hashable {
    package let reason: HoldReason
    package let change: ChangeID
    package let since: Instant
    /// When it ends by itself; nil if only something that happens ends it.
    package let until: Instant?

    package init(reason: HoldReason, change: ChangeID, since: Instant, until: Instant? = nil) {
        self.reason = reason
        self.change = change
        self.since = since
        self.until = until
    }
}

/// The state an agent was seen or reported in: status and since when.
package struct LastSeen: Sendable, Hashable {
    /// As events show it (`LiveStatus.label`).
    package let status: String
    package let since: Instant?
    /// When the bridge saw it, where that is kept.
    package let observedAt: Instant?

    package init(status: String, since: Instant?, observedAt: Instant? = nil) {
        self.status = status
        self.since = since
        self.observedAt = observedAt
    }

    package init(_ live: LiveReading, observedAt: Instant? = nil) {
        self.init(status: live.status.label, since: live.since, observedAt: observedAt)
    }

    /// Whether the agent has not moved since.
    package func isSame(as live: LiveReading) -> Bool {
        since == live.since && status == live.status.label
    }
}

/// A person's move of an agent into another state.
package struct PersonMove: Sendable, Hashable {
    package let at: Instant
    /// The status that it led to, as events show it.
    package let status: String
    /// The status that it led out of, where that is known.
    package let from: String?

    package init(at: Instant, status: String, from: String? = nil) {
        self.at = at
        self.status = status
        self.from = from
    }

    package init(_ segment: HistorySegment, from: String?) {
        self.init(at: segment.start, status: segment.status.label, from: from)
    }
}
