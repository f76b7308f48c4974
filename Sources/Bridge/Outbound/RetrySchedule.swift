import Reconciliation

/// When an event is tried again, and when it is given up (2-wfm-wire, Delivery).
enum RetrySchedule {
    /// The waits before the attempts of an event's own, the first at once.
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
    ///   - jitter: a random number in 0..<1.
    static func next(after attempts: Int, retryAfter: Duration?, jitter: Double, now: Instant) -> Instant? {
        guard attempts < waits.count else { return nil }
        let spread = Double(waits[attempts].inMicroseconds) * (0.9 + 0.2 * jitter)
        let floor = min(retryAfter ?? .zero, longestRetryAfter)
        return now + max(.microseconds(Int64(spread)), floor)
    }
}

/// What came of one attempt to deliver.
enum AttemptResult: Sendable, Hashable {
    /// A whole answer within the deadline.
    case answered(status: Int, retryAfter: Duration?)
    /// No connection, a time-out, a broken answer.
    case unreachable(detail: String)
    /// There was no key to sign with.
    case unsigned(detail: String)

    /// What it means for the event and for its endpoint.
    func verdict(attempts: Int, createdAt: Instant, jitter: Double, now: Instant) -> DeliveryVerdict {
        let verdict = judge(attempts: attempts + 1, jitter: jitter, now: now)
        guard verdict.result != .delivered, now - createdAt > RetrySchedule.longestLife else { return verdict }
        return DeliveryVerdict(result: .dead(error: "older than 76 hours; last: \(words)"), endpoint: verdict.endpoint)
    }

    private func judge(attempts: Int, jitter: Double, now: Instant) -> DeliveryVerdict {
        switch self {
        case .answered(200...299, _):
            return DeliveryVerdict(result: .delivered, endpoint: .well)
        case .answered(410, _):
            return DeliveryVerdict(result: .returned(error: words), endpoint: .gone)
        case .answered(429, let retryAfter), .answered(500...599, let retryAfter):
            return DeliveryVerdict(result: .returned(error: words), endpoint: .faulty(retryAfter: retryAfter))
        case .unreachable, .unsigned:
            return DeliveryVerdict(result: .returned(error: words), endpoint: .faulty(retryAfter: nil))
        case .answered(let status, let retryAfter):
            if (400...499).contains(status), attempts >= RetrySchedule.rejections {
                return DeliveryVerdict(result: .dead(error: words), endpoint: .well)
            }
            guard let at = RetrySchedule.next(after: attempts, retryAfter: retryAfter, jitter: jitter, now: now) else {
                return DeliveryVerdict(result: .dead(error: words), endpoint: .well)
            }
            return DeliveryVerdict(result: .retry(at: at), endpoint: .well)
        }
    }

    var words: String {
        switch self {
        case .answered(let status, _): "http_\(status)"
        case .unreachable(let detail): detail
        case .unsigned(let detail): detail
        }
    }
}

struct DeliveryVerdict: Sendable, Hashable {
    enum Result: Sendable, Hashable {
        case delivered
        case retry(at: Instant)
        case returned(error: String)
        case dead(error: String)
    }

    enum Endpoint: Sendable, Hashable {
        case well
        case faulty(retryAfter: Duration?)
        /// 410: it does not want events any more.
        case gone
    }

    var result: Result
    var endpoint: Endpoint
}
