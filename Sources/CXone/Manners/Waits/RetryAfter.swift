import NIOHTTP1
import Reconciliation

/// How long CXone asks to be left alone (RFC 9110, section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// A longer wait is cut to this: an absurd header must not stop a tenant for a day.
    static let longest: Duration = .minutes(10)
    /// What a 429 means that names no time, or one that is over.
    static let shortestAfter429: Duration = .seconds(1)

    /// The wait that an answer asks for; nil where it asks for none.
    static func wait(status: Int, headers: HTTPHeaders, now: Instant) -> Duration? {
        guard status == 429 || status == 503 else { return nil }
        if let text = headers.first(name: "Retry-After"), let wait = span(text, date: headers.first(name: "Date"), now: now), wait > .zero {
            return min(wait, longest)
        }
        return status == 429 ? shortestAfter429 : nil
    }

    private static func span(_ text: String, date: String?, now: Instant) -> Duration? {
        if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }),
            let seconds = Double(text)
        {
            // Fractions are against the standard, and mean only one thing.
            return seconds < 86_400 ? .seconds(seconds) : longest
        }
        guard let until = HTTPDate.parse(text, now: now) else { return nil }
        // Counted from the time at which the sender wrote it, so that its clock and ours need not agree.
        let sent = date.flatMap { HTTPDate.parse($0, now: now) } ?? now
        return until - sent
    }
}
