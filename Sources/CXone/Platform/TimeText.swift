import Notation
import Reconciliation

/// Times as CXone's answers write them.
enum TimeText {
    /// The last second that a date of four digits can name, in seconds since 1970.
    private static let lastSecond = 253_402_300_799.0

    /// An ISO 8601 date-time with an offset. The offset may lack its colon (`+0000`), which ISO 8601 allows and RFC 3339 does not.
    static func parse(_ text: String) -> Instant? {
        var text = text
        let tail = text.utf8.suffix(5)
        if let sign = tail.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text.utf8.count > 16,
            tail.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        {
            text.insert(":", at: text.index(text.endIndex, offsetBy: -2))
        }
        guard let microseconds = try? RFC3339.parse(text) else { return nil }
        return Instant(microseconds: microseconds)
    }

    /// Seconds since 1970, with or without a fraction.
    static func parse(unixSeconds seconds: Double) -> Instant? {
        guard seconds.isFinite, abs(seconds) <= lastSecond else { return nil }
        return Instant(microseconds: Int64((seconds * 1_000_000).rounded()))
    }

    /// As the history's parameters want it: with an offset, never the letter Z, and with a fraction only where there is one.
    static func format(_ instant: Instant) -> String {
        let digits = instant.microseconds % 1_000_000 == 0 ? 0 : instant.microseconds % 1_000 == 0 ? 3 : 6
        let text = RFC3339.format(instant.microseconds, fractionDigits: digits)
        return text.hasSuffix("Z") ? "\(text.dropLast())+00:00" : text
    }
}
