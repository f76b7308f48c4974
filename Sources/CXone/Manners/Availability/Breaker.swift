import Reconciliation

/// Whether CXone is called at all: not while it was found to be away. A value without clock and randomness.
///
/// Opens after five answers in a row that say that CXone is away (no connection, no answer in time, 5xx), for 5 s, doubling
/// to 60 s. Then one call, that of whoever comes first, finds out; any answer that shows CXone alive closes it.
struct Breaker: Sendable, Hashable {
    /// Failures in a row that open it.
    static let patience = 5
    static let firstPause: Duration = .seconds(5)
    static let longestPause: Duration = .seconds(60)
    /// Of each pause, so that many bridges do not come back at once.
    static let spread = 0.2
    /// A probe of which nothing was heard for so long is as good as lost.
    static let longestProbe: Duration = .seconds(15)

    enum State: Sendable, Hashable {
        case closed
        case open(until: Instant)
        /// One call is finding out.
        case probing(since: Instant)
    }

    /// Whether a call may be made.
    enum Leave: Sendable, Hashable {
        case call
        /// It is the one that finds out.
        case probe
        case away(until: Instant?)
    }

    private(set) var state: State = .closed
    private var failures = 0
    private var pauses = 0

    /// Wants to make a call now.
    mutating func ask(now: Instant) -> Leave {
        switch state {
        case .closed: return .call
        case .open(let until):
            // Longer than any pause: the clock was set back.
            guard now >= until || until - now > Self.longestPause * 2 else { return .away(until: until) }
        case .probing(let since):
            guard now < since || now - since > Self.longestProbe else { return .away(until: nil) }
        }
        state = .probing(since: now)
        return .probe
    }

    /// Whether a call could be made, without making one.
    func reachability(now: Instant) -> Fleet.Reachability {
        var copy = self
        return switch copy.ask(now: now) {
        case .call, .probe: .reachable
        case .away(let until): .away(until: until)
        }
    }

    /// CXone answered.
    ///
    /// - Returns: whether that closed it.
    mutating func heard() -> Bool {
        let wasOpen = state != .closed
        self = Breaker()
        return wasOpen
    }

    /// CXone is away, as far as one call shows.
    ///
    /// - Parameter jitter: from 0 up to, not including, 1.
    /// - Returns: whether that opened it.
    mutating func failed(now: Instant, jitter: Double) -> Bool {
        failures += 1
        switch state {
        case .open: return false
        case .closed where failures < Self.patience: return false
        case .closed, .probing:
            let pause = min(Self.longestPause, Self.firstPause * (1 << min(pauses, 6)))
            pauses += 1
            state = .open(until: now + pause * (1 - Self.spread * jitter))
            return true
        }
    }

    /// The probe that began then came to nothing: its call was given up or not made.
    mutating func unproven(probe since: Instant, now: Instant) {
        if state == .probing(since: since) { state = .open(until: now) }
    }
}

extension Breaker.State {
    /// For metrics and people.
    var word: BreakerWord {
        switch self {
        case .closed: .closed
        case .open: .open
        case .probing: .halfOpen
        }
    }
}

/// The states of a breaker.
package enum BreakerWord: String, Sendable, Hashable, CaseIterable {
    case closed
    case halfOpen = "half_open"
    case open
}
