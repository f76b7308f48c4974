import Reconciliation
import Synchronization

/// Until when CXone wants no more calls of a lane. One per tenant.
struct Gate: Sendable, Equatable {
    private var closed: [CallLane: Instant] = [:]

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
            return nil
        }
        return time
    }
}

/// The gate that all calls of a tenant go through.
final class SharedGate: Sendable {
    private let gate = Mutex(Gate())

    func close(_ lane: CallLane, until time: Instant) {
        gate.withLock { $0.close(lane, until: time) }
    }

    func closedUntil(_ lane: CallLane, now: Instant) -> Instant? {
        gate.withLock { $0.closedUntil(lane, now: now) }
    }
}
