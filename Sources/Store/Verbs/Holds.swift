package import Reconciliation

/// A change that is to be held until somebody or something ends it.
package struct HoldOrder: Sendable, Hashable {
    package var id: HoldID
    package var change: ChangeID
    package var source: SourceName
    package var reason: HoldReason
    /// Why, for people.
    package var words: String
    /// When it ends by itself.
    package var until: Instant?

    package init(id: HoldID, change: ChangeID, source: SourceName, reason: HoldReason, words: String, until: Instant?) {
        self.id = id
        self.change = change
        self.source = source
        self.reason = reason
        self.words = words
        self.until = until
    }
}

/// A hold as operators see it.
package struct Hold: Sendable, Hashable {
    /// What ended a hold.
    package enum Ending: String, Sendable, Hashable {
        /// An operator.
        case released
        /// Its time.
        case lapsed
        /// The change moved on: another took its place, it expired, it was withdrawn.
        case overtaken
    }

    package var order: HoldOrder
    package var agent: AgentID
    package var heldAt: Instant
    package var endedAt: Instant?
    package var ending: Ending?
    /// Who released it.
    package var endedBy: String?
    package var wanted: Wanted
    package var reference: String?
    package var expiresAt: Instant

    package init(
        order: HoldOrder,
        agent: AgentID,
        heldAt: Instant,
        endedAt: Instant? = nil,
        ending: Ending? = nil,
        endedBy: String? = nil,
        wanted: Wanted,
        reference: String?,
        expiresAt: Instant
    ) {
        self.order = order
        self.agent = agent
        self.heldAt = heldAt
        self.endedAt = endedAt
        self.ending = ending
        self.endedBy = endedBy
        self.wanted = wanted
        self.reference = reference
        self.expiresAt = expiresAt
    }
}

/// An operator lets a held change go.
package struct HoldRelease: Sendable {
    package var hold: HoldID
    /// Who.
    package var person: String
    package var at: Instant
    /// The journal's records of it, given the holds that it ends: for a stampede all of its source's.
    package var records: @Sendable ([Hold]) -> [JournalRow.Content]

    package init(
        hold: HoldID,
        person: String,
        at: Instant,
        records: @escaping @Sendable ([Hold]) -> [JournalRow.Content]
    ) {
        self.hold = hold
        self.person = person
        self.at = at
        self.records = records
    }
}

/// What came of an order to release.
package enum HoldReleaseAnswer: Sendable, Hashable {
    /// These are released; their agents want a look.
    case released([Hold])
    case endedBefore(Hold)
    case unknown
}
