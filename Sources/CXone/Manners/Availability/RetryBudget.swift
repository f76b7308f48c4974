/// How many calls may be made again: a tenth of all calls over time, and a small reserve. A value without clock.
///
/// Where all calls fail, retries would double and triple the load on what is down already.
struct RetryBudget: Sendable, Hashable {
    static let share = 0.1
    static let reserve = 10.0

    private var tokens = RetryBudget.reserve

    /// A call is made for the first time.
    mutating func call() { tokens = min(Self.reserve, tokens + Self.share) }

    /// Whether one may be made again.
    mutating func retry() -> Bool {
        // Tenths do not add up exactly.
        guard tokens > 1 - 1e-6 else { return false }
        tokens = max(0, tokens - 1)
        return true
    }
}
