/// What holds for all agents of a tenant at once.
package struct Fleet: Sendable, Hashable {
    /// An operator has stopped all writes to CXone.
    package var isPaused: Bool
    /// Everything but the write, for this tenant, source or team.
    package var isShadow: Bool
    package var isStampede: Bool
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
        isStampede: Bool = false,
        cxone: Reachability = .reachable,
        otherUserReadableAt: Instant? = nil
    ) {
        self.isPaused = isPaused
        self.isShadow = isShadow
        self.isStampede = isStampede
        self.cxone = cxone
        self.otherUserReadableAt = otherUserReadableAt
    }
}
