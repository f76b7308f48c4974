/// How a server counts, in seconds of simulated time.
enum LimitKind: String, CaseIterable, Sendable {
    /// Calls may not come closer together than the limit says.
    case strict
    /// A bucket that holds one second's worth, as the simulator's.
    case bucket
    /// So many in each second of the clock.
    case fixedWindow = "fixed window"
    /// So many in any second.
    case slidingWindow = "sliding window"
}

/// A limit of calls a second.
struct ServerLimit {
    let kind: LimitKind
    private(set) var perSecond: Double
    private var tokens: Double
    private var filledAt = 0.0
    private var window = -1
    private var inWindow = 0
    private var log: [Double] = []
    private var first = 0

    init(_ kind: LimitKind, perSecond: Double) {
        self.kind = kind
        self.perSecond = perSecond
        tokens = kind == .strict ? 1 : perSecond
    }

    mutating func change(to rate: Double, at now: Double) {
        fill(now)
        perSecond = rate
        fill(now)
    }

    /// Whether a call is taken in; one that is not does not count.
    mutating func takes(at now: Double) -> Bool {
        switch kind {
        case .strict, .bucket:
            fill(now)
            // Times are whole microseconds.
            guard tokens >= 1 - 1e-4 else { return false }
            tokens -= 1
        case .fixedWindow:
            if Int(now) != window { (window, inWindow) = (Int(now), 0) }
            guard Double(inWindow) < perSecond else { return false }
            inWindow += 1
        case .slidingWindow:
            while first < log.count, log[first] <= now - 1 { first += 1 }
            guard Double(log.count - first) < perSecond else { return false }
            log.append(now)
        }
        return true
    }

    private mutating func fill(_ now: Double) {
        tokens = min(kind == .strict ? 1 : perSecond, tokens + (now - filledAt) * perSecond)
        filledAt = now
    }
}
