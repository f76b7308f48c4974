/// What one look at an agent brought, for the other direction: from CXone to the WFM.
package struct Sighting: Sendable, Hashable {
    package var live: LiveReading
    package var observedAt: Instant
    /// The status and start that the newest event gave; nil if the agent was never reported.
    package var lastReported: LastSeen?
    /// The change that was made last and that nothing has replaced.
    package var inForce: Change?
    /// What is new in the history since its cursor, classified, oldest first; nil if the history was not or could not be read.
    package var news: [HistorySegment]?
    /// Where among them a record is missing that may still come.
    package var gaps: [HistoryGap]
    /// What was reported without its record, oldest first, and before it the report that came before: from there on the history
    /// owes what happened in between.
    package var unproven: [LastSeen]
    /// Nothing is about to be done to the agent, so that what the history does not show yet can be left to the next look.
    package var canWait: Bool
    /// How the live status seems to have come about, where the history does not show it.
    package var presumed: TransitionClass?
    package var ledger: Ledger
    package var capabilities: Capabilities
    package var policy: Policy

    package init(
        live: LiveReading,
        observedAt: Instant,
        lastReported: LastSeen?,
        inForce: Change? = nil,
        news: [HistorySegment]?,
        gaps: [HistoryGap] = [],
        unproven: [LastSeen] = [],
        canWait: Bool = true,
        presumed: TransitionClass? = nil,
        ledger: Ledger = Ledger(),
        capabilities: Capabilities = .platform,
        policy: Policy = Policy()
    ) {
        self.live = live
        self.observedAt = observedAt
        self.lastReported = lastReported
        self.inForce = inForce
        self.news = news
        self.gaps = gaps
        self.unproven = unproven
        self.canWait = canWait
        self.presumed = presumed
        self.ledger = ledger
        self.capabilities = capabilities
        self.policy = policy
    }
}

/// One thing to tell the WFM about an agent that no change of it brought about.
package struct Notice: Sendable, Hashable {
    /// `observed`: what is so now; `backfilled`: what was so in between and came to light later.
    package let outcome: Outcome
    package let cause: Cause
    package let status: LiveStatus
    package let previousStatus: String
    package let pauseReason: String?
    package let since: Instant?
    package let evidence: Evidence
}

/// What follows from a sighting.
package struct Noticing: Sendable, Hashable {
    /// In the order in which it happened.
    package var notices: [Notice] = []
    /// What counts as reported from now on, to be stored with the notices; echoes of the bridge's own writes included.
    package var reported: LastSeen?
    /// The newest move of a person that the history showed.
    package var personMove: PersonMove?
    /// The history does not show yet what it will: all is left to the next look, so that the order is kept.
    package var isHistoryLate = false
    /// What is reported without its record from now on, as `Sighting.unproven` has it; empty where the history owes nothing.
    package var unproven: [LastSeen] = []

    /// More are not remembered: of a longer time without a history the newest part counts.
    static let mostUnproven = 20
}

extension HistoryView {
    /// Who seems to have brought about a live status that the history does not show; nil where it does, or is not said since when.
    package func presumed(_ live: LiveReading, ledger: Ledger, capabilities: Capabilities, policy: Policy) -> TransitionClass? {
        guard let since = live.since, segments.last.map({ $0.start < since }) ?? true else { return nil }
        var segments = segments
        if let last = segments.indices.last, segments[last].end == nil { segments[last].end = since }
        segments.append(
            HistorySegment(
                start: since,
                end: nil,
                stateID: live.stateID ?? 0,
                label: live.status.label,
                status: live.status,
                onContact: live.onContact,
                inWrapUp: live.inWrapUp
            )
        )
        return classify(segments, writes: ledger.marks(policy), capabilities: capabilities).last?.transition
    }
}
