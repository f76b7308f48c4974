import Reconciliation

/// When, and how long, a call is made again: full-jitter backoff inside the caller's patience.
struct RetryPlan: Sendable, Equatable {
    /// The ceiling of the first wait; it doubles.
    static let firstCeiling: Duration = .seconds(1)
    static let lastCeiling: Duration = .seconds(30)

    /// No wait is shorter, whatever the jitter: a fault that comes at once must not be met with a storm of tries.
    static let shortest: Duration = .milliseconds(50)

    /// Nothing is tried after this.
    let giveUpAt: Instant
    private(set) var failures = 0

    init(patience: Duration, now: Instant) {
        // More than a day is no patience of a call; this keeps the sum within its type.
        giveUpAt = now + max(.zero, min(patience, .days(1)))
    }

    /// When to try again after one more failure; nil: not any more.
    ///
    /// - Parameters:
    ///   - floor: the wait that CXone asked for. The jitter comes on top, or all who were told the same come back at once.
    ///   - jitter: from 0 up to, not including, 1.
    mutating func next(floor: Duration?, now: Instant, jitter: Double) -> Instant? {
        let doubled = failures < 5 ? Self.firstCeiling * (1 << failures) : Self.lastCeiling
        failures += 1
        let again = now + max(Self.shortest, (floor ?? .zero) + min(doubled, Self.lastCeiling) * jitter)
        return again <= giveUpAt ? again : nil
    }

    /// Whether waiting until then still leaves a try.
    func canWait(until time: Instant) -> Bool {
        time <= giveUpAt
    }
}

/// Where jitter comes from: numbers from 0 up to, not including, 1.
package struct Jitter: Sendable {
    package let next: @Sendable () -> Double

    package init(_ next: @escaping @Sendable () -> Double) {
        self.next = next
    }

    package static let system = Jitter { Double.random(in: 0..<1) }
}
