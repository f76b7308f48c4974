import Glibc

// Clocks that run: the system's, and one that runs faster.

extension WallClock {
    /// Real time, as the system keeps it.
    package static let system = WallClock(
        now: { read(CLOCK_REALTIME) },
        sleepUntil: { target in
            try await wait(speed: 1) { target.distanceSaturating(from: read(CLOCK_REALTIME)) }
        },
    )

    /// Starts at the real time and runs `speed` times as fast, from then on by the monotonic clock; the speed must be positive and finite.
    ///
    /// Two such clocks made at different moments show different times: parts that must agree share one.
    package static func accelerated(by speed: Double) -> WallClock {
        precondition(speed > 0 && speed.isFinite, "a clock's speed is positive and finite")
        let startedAt = read(CLOCK_REALTIME)
        let startedMonotonic = read(CLOCK_MONOTONIC)
        let now: @Sendable () -> UnixMicroseconds = {
            let elapsed = Double(read(CLOCK_MONOTONIC) - startedMonotonic) * speed
            let (time, overflow) = startedAt.addingReportingOverflow(Int64(exactly: elapsed.rounded(.down)) ?? .max)
            return overflow ? .max : time
        }
        return WallClock(
            now: now,
            sleepUntil: { target in
                try await wait(speed: speed) { target.distanceSaturating(from: now()) }
            },
            speed: speed,
        )
    }

    /// Sleeps until nothing remains.
    ///
    /// No single sleep is longer than ten real seconds, so that a clock that somebody sets forward is noticed.
    private static func wait(speed: Double, remaining: @Sendable () -> Int64) async throws {
        try Task.checkCancellation()
        while true {
            let microseconds = remaining()
            guard microseconds > 0 else { return }
            let real = (Double(microseconds) / speed).rounded(.up)
            try await Task.sleep(for: .microseconds(Int64(min(real, 10_000_000))))
        }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Cannot fail: both clocks exist on every Linux, and the address is good.
        _ = clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

extension Int64 {
    fileprivate func distanceSaturating(from other: Int64) -> Int64 {
        let (distance, overflow) = subtractingReportingOverflow(other)
        if overflow { return self < other ? .min : .max }
        return distance
    }
}
