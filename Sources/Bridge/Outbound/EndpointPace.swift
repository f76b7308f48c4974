import Reconciliation

/// How many deliveries an endpoint may be given now: all lanes while it is well, one probe at a time while it is not.
///
/// A value without clock or connection. Faults of the endpoint use up no event's attempts.
struct EndpointPace: Sendable, Hashable {
    enum State: Sendable, Hashable {
        case open
        case paused(until: Instant, delay: Duration)
        /// 410: off until an operator enables it or the bridge starts again.
        case disabled
    }

    /// Leave to make attempts; what is not used of it is given back.
    enum Grant: Sendable, Hashable {
        case lanes(Int)
        /// One, at an endpoint that failed.
        case probe
    }

    private(set) var state = State.open
    private(set) var inHand = 0
    /// Probes in a row that found the endpoint no better.
    private(set) var failedProbes = 0
    let limit: Int

    /// - Parameter limit: deliveries at once.
    init(limit: Int) {
        self.limit = limit
    }

    var isOpen: Bool { state == .open }

    /// What may be attempted now; counted as in hand from here on. Nil if nothing may.
    mutating func grant(now: Instant) -> Grant? {
        switch state {
        case .open:
            let free = limit - inHand
            guard free > 0 else { return nil }
            inHand += free
            return .lanes(free)
        case .paused(let until, _):
            // No pause is longer than an hour: one that looks so was begun before the clock was set back.
            let isOver = now >= until || until - now > RetrySchedule.longestRetryAfter
            guard isOver, inHand == 0 else { return nil }
            inHand = 1
            return .probe
        case .disabled:
            return nil
        }
    }

    /// When to ask again, if nothing else happens.
    var nextProbe: Instant? {
        if case .paused(let until, _) = state, inHand == 0 { until } else { nil }
    }

    /// So many attempts of a grant are made; the rest of it is free again.
    mutating func used(_ count: Int, of grant: Grant) {
        switch grant {
        case .lanes(let granted): inHand -= granted - count
        case .probe: inHand -= 1 - count
        }
    }

    /// An attempt has ended.
    ///
    /// Attempts that were in hand when the endpoint failed are one fault, whatever comes of them: only a probe's success
    /// opens it again (what a 429 asks for stands), and only a probe's failure doubles the pause.
    mutating func ended(_ endpoint: DeliveryVerdict.Endpoint, isProbe: Bool, now: Instant) {
        inHand -= 1
        switch endpoint {
        case .untried:
            break
        case .well:
            guard isProbe, case .paused = state else { return }
            state = .open
            failedProbes = 0
        case .gone:
            state = .disabled
        case .faulty(let retryAfter):
            let floor = min(retryAfter ?? .zero, RetrySchedule.longestRetryAfter)
            switch state {
            case .open:
                state = .paused(until: now + max(RetrySchedule.firstProbe, floor), delay: RetrySchedule.firstProbe)
            case .paused(let until, let delay):
                guard isProbe else {
                    state = .paused(until: max(until, now + floor), delay: delay)
                    return
                }
                failedProbes += 1
                let longer = min(delay * 2, RetrySchedule.slowestProbe)
                state = .paused(until: now + max(longer, floor), delay: longer)
            case .disabled:
                break
            }
        }
    }
}
