import Reconciliation

/// Until when CXone wants no more calls of a lane. One per tenant.
struct Gate: Sendable, Equatable {
    private var closed: [CallLane: Instant] = [:]
    private var opened: [CallLane: Instant] = [:]

    /// Closes a lane; an earlier, longer wait stays.
    mutating func close(_ lane: CallLane, until time: Instant) {
        closed[lane] = max(time, closed[lane] ?? time)
    }

    /// Until when the lane is closed; nil if it is open.
    mutating func closedUntil(_ lane: CallLane, now: Instant) -> Instant? {
        guard let time = closed[lane] else { return nil }
        // Longer than any wait that was ever asked for: the clock was set back.
        guard now < time, time - now <= RetryAfter.longest else {
            closed[lane] = nil
            opened[lane] = min(time, now)
            return nil
        }
        return time
    }

    /// When the lane was last opened, as far as somebody has looked since.
    func lastOpened(_ lane: CallLane) -> Instant? { opened[lane] }
}
