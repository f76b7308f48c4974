import CXone
import Notation
import Reconciliation

/// The header `Retry-After` (RFC 9110, section 10.2.3) as a span from now: seconds, or a date.
enum RetryAfter {
    /// - Parameters:
    ///   - date: the answer's `Date`: what a date is counted from, so that the sender's clock and ours need not agree.
    /// - Returns: nil for what is neither, or over already; never longer than `RetrySchedule.longestRetryAfter`.
    static func parse(_ text: String, date: String?, now: Instant) -> Duration? {
        let text = text.trimmingPrefix { $0 == " " || $0 == "\t" }
        var span: Duration?
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than a number holds are a very long time, not none.
            span = Int64(text).map { .seconds(min($0, 86_400)) } ?? RetrySchedule.longestRetryAfter
        } else if let until = HTTPDate.parse(String(text), now: now) {
            span = until - (date.flatMap { HTTPDate.parse($0, now: now) } ?? now)
        }
        guard let span, span > .zero else { return nil }
        return min(span, RetrySchedule.longestRetryAfter)
    }
}
