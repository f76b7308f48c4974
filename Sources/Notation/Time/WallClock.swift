/// The clock that every running part is given: what time it is, and waiting until a time.
package struct WallClock: Sendable {
    package let now: @Sendable () -> UnixMicroseconds
    /// Returns once `now` has reached the time; throws `CancellationError` when the task is cancelled.
    package let sleepUntil: @Sendable (UnixMicroseconds) async throws -> Void
    /// Where work runs that nobody waits for and that belongs to this clock, timers above all; nil: wherever there is room.
    package let executor: (any TaskExecutor)?
    private let pace: @Sendable () -> Double

    /// Seconds of this clock in one real second, at present.
    package var speed: Double { pace() }

    package init(
        now: @escaping @Sendable () -> UnixMicroseconds,
        sleepUntil: @escaping @Sendable (UnixMicroseconds) async throws -> Void,
        speed: @escaping @autoclosure @Sendable () -> Double = 1,
        executor: (any TaskExecutor)? = nil
    ) {
        self.now = now
        self.sleepUntil = sleepUntil
        pace = speed
        self.executor = executor
    }

    /// Waits for a span of this clock's time, rounded up to microseconds.
    package func sleep(for duration: Duration) async throws {
        let (target, overflow) = now().addingReportingOverflow(duration.wholeMicroseconds)
        try await sleepUntil(overflow ? .max : target)
    }
}

extension Duration {
    /// Microseconds, rounded up and held within 64 bits.
    package var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let fraction = attoseconds / 1_000_000_000_000 + (attoseconds % 1_000_000_000_000 > 0 ? 1 : 0)
        let (whole, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, over) = whole.addingReportingOverflow(fraction)
        if tooLarge || over { return seconds < 0 ? .min : .max }
        return sum
    }
}
