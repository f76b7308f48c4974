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
    package var ledger: Ledger
    package var capabilities: Capabilities
    package var policy: Policy

    package init(
        live: LiveReading,
        observedAt: Instant,
        lastReported: LastSeen?,
        inForce: Change? = nil,
        news: [HistorySegment]?,
        ledger: Ledger = Ledger(),
        capabilities: Capabilities = .platform,
        policy: Policy = Policy()
    ) {
        self.live = live
        self.observedAt = observedAt
        self.lastReported = lastReported
        self.inForce = inForce
        self.news = news
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
    /// The history does not show the live status yet: it is left to the next look, so that the order is kept.
    package var isHistoryLate = false
}
