import Reconciliation

/// What came of one attempt to deliver.
enum AttemptResult: Sendable, Hashable {
    /// A whole answer within the deadline.
    case answered(status: Int, retryAfter: Duration?)
    /// No connection, a time-out, a broken answer.
    case unreachable(detail: String)
    /// There was no key to sign with.
    case unsigned(detail: String)
    /// The bridge stopped before there was an answer.
    case stopped

    /// What it means for the event and for its endpoint.
    ///
    /// - Parameter attempts: the event's own attempts before this one.
    func verdict(attempts: Int, createdAt: Instant, jitter: Double, now: Instant) -> DeliveryVerdict {
        var verdict = judge(attempts: attempts + 1, jitter: jitter, now: now)
        let next: Instant
        switch verdict.result {
        case .delivered, .dead: return verdict
        case .returned: next = now
        case .retry(let at): next = at
        }
        // Waiting for an attempt that will not be made helps nobody.
        if self != .stopped, RetrySchedule.isOver(createdAt: createdAt, now: next) { verdict.result = .dead(error: words) }
        return verdict
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
        case .stopped:
            return DeliveryVerdict(result: .returned(error: words), endpoint: .untried)
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
        case .stopped: "the bridge stopped before an answer came"
        }
    }
}

/// What an attempt means for the event and for its endpoint.
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
        /// Nothing was learnt of it.
        case untried
    }

    var result: Result
    var endpoint: Endpoint

    /// An event that has waited too long is given up without another attempt.
    static let tooOld = DeliveryVerdict(result: .dead(error: "older than 76 hours"), endpoint: .untried)
}
