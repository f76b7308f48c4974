import Glibc

/// The time of a log line, always UTC, so that it lines up with the journal.
enum LogTime {
    /// RFC 3339 with milliseconds: `2026-11-20T15:00:00.123Z`.
    ///
    /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
    static func full(_ microseconds: Int64) -> String {
        let (parts, milliseconds) = split(microseconds)
        let date = "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
        return "\(date)T\(clock(parts, milliseconds))"
    }

    /// The time of day alone: `15:00:00.123Z`.
    ///
    /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
    static func ofDay(_ microseconds: Int64) -> String {
        let (parts, milliseconds) = split(microseconds)
        return clock(parts, milliseconds)
    }

    private static func split(_ microseconds: Int64) -> (parts: tm, milliseconds: Int) {
        // Rounded down, before 1970 too: the remainder is never negative.
        let remainder = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
        var seconds = time_t((microseconds - remainder) / 1_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return (parts, Int(remainder / 1_000))
    }

    private static func clock(_ parts: tm, _ milliseconds: Int) -> String {
        let hour = padded(Int(parts.tm_hour), 2)
        let minute = padded(Int(parts.tm_min), 2)
        let second = padded(Int(parts.tm_sec), 2)
        return "\(hour):\(minute):\(second).\(padded(milliseconds, 3))Z"
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
