import Glibc

// Clocks that run: the system's, and one that runs faster.

extension WallClock {
    /// Real time, as the system keeps it.
    package static let system = WallClock(
        now: { read(CLOCK_REALTIME) },
        sleepUntil: { target in
            try await wait { target.distanceSaturating(from: read(CLOCK_REALTIME)) }
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
                try await wait { shrunk(target.distanceSaturating(from: now()), by: speed) }
            },
            speed: speed,
        )
    }

    /// Starts in the past and runs `speed` times as fast, until so much of its time has passed that it shows the real time; from then
    /// on it is the monotonic clock at the real pace.
    ///
    /// What is done by it is never dated in the future, and whoever comes afterwards finds the real time. The speed must be above 1.
    package static func catchingUp(speed: Double, over span: Duration) -> WallClock {
        precondition(speed > 1 && speed.isFinite, "a clock that catches up is faster than the real one")
        let startedMonotonic = read(CLOCK_MONOTONIC)
        let own = Double(max(0, span.wholeMicroseconds))
        let hurry = Int64((own / speed).rounded(.down))
        let caughtUpAt = read(CLOCK_REALTIME) + hurry
        let now: @Sendable () -> UnixMicroseconds = {
            let elapsed = read(CLOCK_MONOTONIC) - startedMonotonic
            return elapsed >= hurry
                ? caughtUpAt + elapsed - hurry : caughtUpAt - Int64((Double(hurry - elapsed) * speed).rounded(.up))
        }
        return WallClock(
            now: now,
            sleepUntil: { target in
                try await wait {
                    let present = now()
                    guard present < caughtUpAt else { return target.distanceSaturating(from: present) }
                    let fast = shrunk(min(target, caughtUpAt).distanceSaturating(from: present), by: speed)
                    return target > caughtUpAt ? fast + min(target - caughtUpAt, 1 << 62) : fast
                }
            },
            speed: read(CLOCK_MONOTONIC) - startedMonotonic < hurry ? speed : 1,
        )
    }

    /// Sleeps until nothing remains, in real microseconds.
    ///
    /// No single sleep is longer than ten real seconds, so that a clock that somebody sets forward is noticed.
    private static func wait(remaining: @Sendable () -> Int64) async throws {
        try Task.checkCancellation()
        while true {
            let microseconds = remaining()
            guard microseconds > 0 else { return }
            try await Task.sleep(for: .microseconds(min(microseconds, 10_000_000)))
        }
    }

    /// A span of an accelerated clock in real microseconds; what is left of it is at least one.
    private static func shrunk(_ microseconds: Int64, by speed: Double) -> Int64 {
        let real = (Double(microseconds) / speed).rounded(.up)
        return Int64(exactly: real) ?? (real > 0 ? .max : .min)
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
