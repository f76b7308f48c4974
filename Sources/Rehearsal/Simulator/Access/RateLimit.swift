import Notation

/// A limit of requests per second over all calls together: a bucket that holds one second's worth and fills at that rate.
struct RateLimit: Sendable {
    let perSecond: Double
    private var tokens: Double
    private var filledAt: UnixMicroseconds

    init(perSecond: Double, now: UnixMicroseconds) {
        self.perSecond = perSecond
        tokens = max(1, perSecond)
        filledAt = now
    }

    /// Takes one request out of the bucket.
    ///
    /// - Returns: nil if it may pass, else the whole seconds (at least 1) after which one will
    mutating func take(_ now: UnixMicroseconds) -> Int? {
        if now > filledAt {
            tokens = min(max(1, perSecond), tokens + Double(now - filledAt) / 1_000_000 * perSecond)
            filledAt = now
        }
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return max(1, Int(((1 - tokens) / perSecond).rounded(.up)))
    }
}
