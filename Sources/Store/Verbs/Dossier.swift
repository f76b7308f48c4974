package import Reconciliation

/// An agent that will want a look.
package struct AgendaItem: Sendable, Hashable {
    package var agent: AgentID
    /// The earliest of: the next look that was noted, the effectiveAt of a scheduled change, now for anything else open.
    package var lookAt: Instant

    package init(agent: AgentID, lookAt: Instant) {
        self.agent = agent
        self.lookAt = lookAt
    }
}

/// What is open for one agent, and what the bridge did to it.
package struct Dossier: Sendable, Hashable {
    package var agent: AgentID
    /// Changes that are not final, in order of acceptance.
    package var open: [Change]
    /// The last change that the store had taken in by then, of whatever agent: its number of acceptance.
    package var newest: Int64
    package var watermark: ChangeKey?
    /// The open intent, up to 20 of the newest confirmed writes, up to 20 of the newest corrections, the open holds, the last
    /// release, what was seen last, and the segments that satisfied a change.
    package var ledger: Ledger
    /// The change that is in force: applied, or found to be so already, and the newest that was chosen.
    package var inForce: Change?
    /// Those of the open changes and of the one in force that a write was confirmed for.
    package var confirmed: Set<ChangeID>
    package var lastReported: ReportedStatus?
    /// What was reported without its record in the history, and the report before it, oldest first.
    package var unproven: [LastSeen]
    /// The record up to which the history was taken in.
    package var cursor: SegmentID?
    /// The shift as the WFM published it; what is over stays in it for a while.
    package var shift: PublishedShift
    /// Looks taken in a row without a change of the reason for waiting.
    package var looks: Int
    package var nextLook: Instant?

    package init(
        agent: AgentID,
        open: [Change] = [],
        newest: Int64 = 0,
        watermark: ChangeKey? = nil,
        ledger: Ledger = Ledger(),
        inForce: Change? = nil,
        confirmed: Set<ChangeID> = [],
        lastReported: ReportedStatus? = nil,
        unproven: [LastSeen] = [],
        cursor: SegmentID? = nil,
        shift: PublishedShift = PublishedShift(),
        looks: Int = 0,
        nextLook: Instant? = nil
    ) {
        self.agent = agent
        self.open = open
        self.newest = newest
        self.watermark = watermark
        self.ledger = ledger
        self.inForce = inForce
        self.confirmed = confirmed
        self.lastReported = lastReported
        self.unproven = unproven
        self.cursor = cursor
        self.shift = shift
        self.looks = looks
        self.nextLook = nextLook
    }
}

extension Dossier {
    /// The change in force, where a write that makes it again is open.
    package var underCorrection: Change? {
        inForce.flatMap { $0.isMade && ledger.openIntent?.change == $0.id ? $0 : nil }
    }
}

/// The status last told to the WFM, or last observed.
package struct ReportedStatus: Sendable, Hashable {
    /// As events show it (`LiveStatus.label`).
    package var status: String
    package var pauseReason: String?
    package var since: Instant?
    package var observedAt: Instant

    package init(status: String, pauseReason: String?, since: Instant?, observedAt: Instant) {
        self.status = status
        self.pauseReason = pauseReason
        self.since = since
        self.observedAt = observedAt
    }
}
