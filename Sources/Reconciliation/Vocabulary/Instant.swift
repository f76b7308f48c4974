/// A point in time: whole microseconds since 1970-01-01T00:00:00Z.
///
/// The room has no clock; every function that needs the time is given one of these.
package struct Instant: Sendable, Hashable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    package static func + (instant: Instant, span: Duration) -> Instant {
        Instant(microseconds: instant.microseconds + span.inMicroseconds)
    }

    package static func - (instant: Instant, span: Duration) -> Instant {
        Instant(microseconds: instant.microseconds - span.inMicroseconds)
    }

    package static func - (later: Instant, earlier: Instant) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }

    package static func += (instant: inout Instant, span: Duration) {
        instant = instant + span
    }
}

extension Duration {
    /// The span in microseconds, finer parts dropped.
    package var inMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// The span in milliseconds, for reports.
    package var milliseconds: Double {
        Double(inMicroseconds) / 1_000
    }

    package static func minutes(_ minutes: Int64) -> Duration { .seconds(minutes * 60) }
    package static func hours(_ hours: Int64) -> Duration { .seconds(hours * 3_600) }
    package static func days(_ days: Int64) -> Duration { .seconds(days * 86_400) }
}
