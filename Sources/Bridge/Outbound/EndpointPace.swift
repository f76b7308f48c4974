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

    private(set) var state = State.open
    private(set) var inHand = 0
    let limit: Int

    /// - Parameter limit: deliveries at once.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many may be claimed now.
    func allowance(now: Instant) -> Int {
        switch state {
        case .open: max(0, limit - inHand)
        case .paused(let until, _): now >= until && inHand == 0 ? 1 : 0
        case .disabled: 0
        }
    }

    /// When to ask again, if nothing else happens.
    var nextProbe: Instant? {
        if case .paused(let until, _) = state, inHand == 0 { until } else { nil }
    }

    mutating func claimed(_ count: Int) {
        inHand += count
    }

    /// An attempt has ended.
    mutating func ended(_ endpoint: DeliveryVerdict.Endpoint, now: Instant) {
        inHand -= 1
        switch endpoint {
        case .well:
            if case .paused = state { state = .open }
        case .gone:
            state = .disabled
        case .faulty(let retryAfter):
            let floor = min(retryAfter ?? .zero, RetrySchedule.longestRetryAfter)
            switch state {
            case .open:
                state = .paused(until: now + max(RetrySchedule.firstProbe, floor), delay: RetrySchedule.firstProbe)
            case .paused(let until, let delay):
                // Several that were in hand together are one fault; only a probe's failure doubles.
                guard now >= until else {
                    state = .paused(until: max(until, now + floor), delay: delay)
                    return
                }
                let longer = min(delay * 2, RetrySchedule.slowestProbe)
                state = .paused(until: now + max(longer, floor), delay: longer)
            case .disabled:
                break
            }
        }
    }

    /// An attempt was given back without having been made.
    mutating func abandoned() {
        inHand -= 1
    }
}
