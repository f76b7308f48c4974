/// A change that becomes due, as a plan needs it.
package struct DueMove: Sendable, Hashable {
    package let change: ChangeID
    package let agent: AgentID
    package let team: String?
    package let target: Status
    package let effectiveAt: Instant
    package let expiresAt: Instant
    /// What the agent is doing, where that is known.
    package let live: LiveStatus?

    package init(
        change: ChangeID,
        agent: AgentID,
        team: String?,
        target: Status,
        effectiveAt: Instant,
        expiresAt: Instant,
        live: LiveStatus? = nil
    ) {
        self.change = change
        self.agent = agent
        self.team = team
        self.target = target
        self.effectiveAt = effectiveAt
        self.expiresAt = expiresAt
        self.live = live
    }

    package init(_ change: Change, live: LiveStatus? = nil) {
        self.init(
            change: change.id,
            agent: change.agent,
            team: change.team,
            target: change.wanted.status,
            effectiveAt: change.effectiveAt,
            expiresAt: change.expiresAt,
            live: live
        )
    }

    /// Nothing is to be done as far as is known. A Busy can be a contact's, so it counts as something to do.
    package var isNoOp: Bool { target != .busy && live == .status(target) }

    package var becomesAvailable: Bool { target == .available }
}

/// What may be spent on carrying a plan out.
package struct PlanBudget: Sendable, Hashable {
    /// Calls to CXone a second.
    package var rate: Double
    package var callsPerChange: Double

    package init(rate: Double, callsPerChange: Double = 2) {
        self.rate = rate
        self.callsPerChange = callsPerChange
    }

    /// How long one change keeps the budget busy, in nanoseconds; nil if nothing may be spent.
    var slot: Int64? {
        let seconds = max(callsPerChange, 0) / rate
        guard rate > 0, seconds.isFinite, seconds < 86_400 else { return nil }
        return max(1, Int64(seconds * 1e9 + 0.5))
    }
}

/// When a change is to be carried out.
package struct PlannedMove: Sendable, Hashable {
    package let move: DueMove
    package let start: Instant
    /// When its calls are through, by the budget.
    package let finish: Instant
}
