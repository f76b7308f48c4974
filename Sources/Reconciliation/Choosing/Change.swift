/// One requested change of one agent's status, and what became of it so far.
package struct Change: Sendable, Hashable {
    package let id: ChangeID
    package let agent: AgentID
    package let source: SourceName
    /// Sources rank equal (0) unless policy ranks them; the higher one is preferred at equal effectiveAt.
    package let sourceRank: Int
    package let team: String?
    package let requestID: RequestID
    package let reference: String?
    package let version: Int64?
    package let wanted: Wanted
    package let effectiveAt: Instant
    package let expiresAt: Instant
    package let endsAt: Instant?
    package let acceptedAt: Instant
    /// The order of acceptance, given by the store; 0 until stored.
    package var acceptance: Int64
    package var state: ChangeState
    /// The change that replaced this one (higher version, same source, agent and reference).
    package var replacedBy: ChangeID?
    package var cancelRequestedAt: Instant?
    package var lastWait: WaitReason?
    /// How often a write for it was acknowledged and then not shown by reads.
    package var ineffectiveWrites: Int

    package init(
        id: ChangeID,
        agent: AgentID,
        source: SourceName,
        sourceRank: Int = 0,
        team: String? = nil,
        requestID: RequestID,
        reference: String? = nil,
        version: Int64? = nil,
        wanted: Wanted,
        effectiveAt: Instant,
        expiresAt: Instant,
        endsAt: Instant? = nil,
        acceptedAt: Instant,
        acceptance: Int64 = 0,
        state: ChangeState,
        replacedBy: ChangeID? = nil,
        cancelRequestedAt: Instant? = nil,
        lastWait: WaitReason? = nil,
        ineffectiveWrites: Int = 0
    ) {
        self.id = id
        self.agent = agent
        self.source = source
        self.sourceRank = sourceRank
        self.team = team
        self.requestID = requestID
        self.reference = reference
        self.version = version
        self.wanted = wanted
        self.effectiveAt = effectiveAt
        self.expiresAt = expiresAt
        self.endsAt = endsAt
        self.acceptedAt = acceptedAt
        self.acceptance = acceptance
        self.state = state
        self.replacedBy = replacedBy
        self.cancelRequestedAt = cancelRequestedAt
        self.lastWait = lastWait
        self.ineffectiveWrites = ineffectiveWrites
    }

    /// When the bridge may first act on it, and from when its latency counts.
    package var dueAt: Instant { max(effectiveAt, acceptedAt) }

    /// It was made before: to decide about it again is to correct what came after.
    package var isMade: Bool { state == .applied || state == .already }

    /// The last moment to write it: expiresAt, or for a change that is in force its endsAt; nil: until a newer one is chosen.
    package var actsUntil: Instant? { isMade ? endsAt : expiresAt }

    package var key: ChangeKey {
        ChangeKey(effectiveAt: effectiveAt, sourceRank: sourceRank, source: source, version: version, acceptance: acceptance)
    }

    /// Whether another change asks for the very same thing (what an equal version must).
    ///
    /// What counts is what was sent: one that gives no effectiveAt gets the time of its acceptance, and so another one each time
    /// that it is sent, and with it another expiresAt unless it gives that. Then both lie equally far from the acceptance.
    package func sameContent(as other: Change) -> Bool {
        guard wanted == other.wanted, endsAt == other.endsAt else { return false }
        if effectiveAt == other.effectiveAt { return expiresAt == other.expiresAt }
        guard takesEffectAtAcceptance, other.takesEffectAtAcceptance else { return false }
        return expiresAt == other.expiresAt || expiresAt - effectiveAt == other.expiresAt - other.effectiveAt
    }

    private var takesEffectAtAcceptance: Bool { effectiveAt == acceptedAt }
}

/// What decides which of an agent's changes is the desired one.
package struct ChangeKey: Sendable, Hashable {
    package let effectiveAt: Instant
    package let sourceRank: Int
    package let source: SourceName
    package let version: Int64?
    package let acceptance: Int64

    package init(effectiveAt: Instant, sourceRank: Int, source: SourceName, version: Int64?, acceptance: Int64) {
        self.effectiveAt = effectiveAt
        self.sourceRank = sourceRank
        self.source = source
        self.version = version
        self.acceptance = acceptance
    }

    /// Whether this key ranks below another. Versions count within one source only; none is the lowest.
    ///
    /// Across several sources this relation has no total order (versions on one side, acceptance on the other),
    /// so `choose` first takes the best of each source and compares only those.
    package func isBelow(_ other: ChangeKey) -> Bool {
        if effectiveAt != other.effectiveAt { return effectiveAt < other.effectiveAt }
        if sourceRank != other.sourceRank { return sourceRank < other.sourceRank }
        if source == other.source, version != other.version {
            return (version ?? Int64.min) < (other.version ?? Int64.min)
        }
        return acceptance < other.acceptance
    }
}
