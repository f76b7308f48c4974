import DequeModule
import Notation

/// A limit of requests over all calls together.
///
/// In every shape it lets `capacity` requests pass at once, and `perSecond` a second in the long run.
struct RateLimit: Sendable {
    enum Window: String, Sendable, Hashable, CaseIterable {
        /// A bucket of that capacity which fills at that rate.
        case bucket
        /// `capacity` requests in each span of `capacity / perSecond` seconds, counted from the epoch.
        case fixed
        /// `capacity` requests in the last `capacity / perSecond` seconds, at any time.
        case sliding
    }

    struct Rule: Sendable, Hashable {
        let perSecond: Double
        /// nil: one second's worth, at least 1.
        var burst: Int?
        var window = Window.bucket

        var capacity: Double { burst.map { Double($0) } ?? max(1, perSecond) }
    }

    let rule: Rule
    private var tokens: Double
    private var filledAt: UnixMicroseconds
    private var passed: Deque<UnixMicroseconds> = []

    init(_ rule: Rule, now: UnixMicroseconds) {
        self.rule = rule
        tokens = rule.capacity
        filledAt = now
    }

    /// Takes one request.
    ///
    /// - Returns: nil if it may pass, else the whole seconds (at least 1) after which one will
    mutating func take(_ now: UnixMicroseconds) -> Int? {
        let span = Int64(rule.capacity / rule.perSecond * 1_000_000)
        switch rule.window {
        case .bucket:
            if now > filledAt {
                tokens = min(rule.capacity, tokens + Double(now - filledAt) / 1_000_000 * rule.perSecond)
                filledAt = now
            }
            guard tokens < 1 else {
                tokens -= 1
                return nil
            }
            return max(1, Int(((1 - tokens) / rule.perSecond).rounded(.up)))
        case .fixed:
            let start = now - now % max(1, span)
            passed.removeAll { $0 < start }
            return pass(now, elseAt: start + span)
        case .sliding:
            while let first = passed.first, first <= now - span { passed.removeFirst() }
            return pass(now, elseAt: (passed.first ?? now) + span)
        }
    }

    private mutating func pass(_ now: UnixMicroseconds, elseAt next: UnixMicroseconds) -> Int? {
        guard passed.count >= Int(rule.capacity) else {
            passed.append(now)
            return nil
        }
        return max(1, Int((next - now + 999_999) / 1_000_000))
    }
}
