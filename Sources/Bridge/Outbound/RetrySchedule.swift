import Reconciliation

/// When an event is tried again, and when it is given up (2-wfm-wire, Delivery).
enum RetrySchedule {
    /// The waits before the attempts of an event's own, the first at once. Together 75 h 35 min 5 s.
    static let waits: [Duration] = [
        .zero, .seconds(5), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10), .hours(14), .hours(20), .hours(24),
    ]
    /// An older event is a dead letter.
    static let longestLife: Duration = .hours(76)
    /// A 4xx is a fault of the event: after so many it is a dead letter.
    static let rejections = 3
    static let longestRetryAfter: Duration = .hours(1)
    static let firstProbe: Duration = .seconds(5)
    static let slowestProbe: Duration = .seconds(60)

    /// The time of the next attempt; nil when the schedule is used up.
    ///
    /// - Parameters:
    ///   - attempts: attempts made so far.
    ///   - retryAfter: what the receiver asked for: a floor, capped at an hour.
    ///   - jitter: a random number in 0..<1. It only shortens a wait, by up to a tenth: longer ones would take the last
    ///     attempts past the longest life.
    static func next(after attempts: Int, retryAfter: Duration?, jitter: Double, now: Instant) -> Instant? {
        guard attempts < waits.count else { return nil }
        let spread = Double(waits[attempts].inMicroseconds) * (1 - 0.1 * jitter)
        let floor = min(retryAfter ?? .zero, longestRetryAfter)
        return now + max(.microseconds(Int64(spread)), floor)
    }

    /// Whether an event is too old to be tried at all.
    static func isOver(createdAt: Instant, now: Instant) -> Bool {
        now - createdAt > longestLife
    }
}
