/// What holds for all agents of a tenant at once.
package struct Fleet: Sendable, Hashable {
    /// An operator has stopped all writes to CXone.
    package var isPaused: Bool
    /// Everything but the write, for this tenant, source or team.
    package var isShadow: Bool
    /// What the store counted for rule 13; nil: it was not counted.
    package var stampede: StampedeCount?
    package var cxone: Reachability
    /// When another user was last readable with the same token: tells a suspended user from a missing right.
    package var otherUserReadableAt: Instant?

    package enum Reachability: Sendable, Hashable {
        case reachable
        /// No call may be made before then, as far as is known.
        case away(until: Instant?)
    }

    package init(
        isPaused: Bool = false,
        isShadow: Bool = false,
        stampede: StampedeCount? = nil,
        cxone: Reachability = .reachable,
        otherUserReadableAt: Instant? = nil
    ) {
        self.isPaused = isPaused
        self.isShadow = isShadow
        self.stampede = stampede
        self.cxone = cxone
        self.otherUserReadableAt = otherUserReadableAt
    }
}

/// How many agents one source is about to move at once.
///
/// Counted are the agents with a change of the desired one's source that is due within 60 s of it, on either side, was accepted
/// less than 10 minutes before it was due, after the last release, and is not cancelled, replaced or superseded. A change counts
/// whether it was written or not, so that the count does not sink under the threshold while a stampede is being carried out.
package struct StampedeCount: Sendable, Hashable {
    package var moving: Int
    /// Those of them that are moved to Offline.
    package var toOffline: Int
    /// All agents of the tenant; nil where nobody knows how many there are.
    package var known: Int?
    /// The source may move as many as it likes.
    package var isExempt: Bool
    /// When an operator last let a stampede of this source go.
    package var releasedAt: Instant?

    package init(moving: Int, toOffline: Int = 0, known: Int?, isExempt: Bool = false, releasedAt: Instant? = nil) {
        self.moving = moving
        self.toOffline = toOffline
        self.known = known
        self.isExempt = isExempt
        self.releasedAt = releasedAt
    }
}
