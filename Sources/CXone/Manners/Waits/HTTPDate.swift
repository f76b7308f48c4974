import Notation
package import Reconciliation

/// The date of HTTP's headers: all three forms that a recipient must read (RFC 9110, section 5.6.7).
package enum HTTPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// - Parameter now: which century a year of two digits belongs to: none that is more than 50 years ahead.
    package static func parse(_ text: String, now: Instant) -> Instant? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
        switch words.count {
        case 6:  // Sun, 06 Nov 1994 08:49:37 GMT
            guard words[5].uppercased() == "GMT", words[3].count == 4 else { return nil }
            return instant(day: words[1], month: words[2], year: Int(words[3]), time: words[4])
        case 4:  // Sunday, 06-Nov-94 08:49:37 GMT
            let date = words[1].split(separator: "-").map(String.init)
            guard words[3].uppercased() == "GMT", date.count == 3, date[2].count == 2, let short = Int(date[2]) else { return nil }
            let year = fullYear(short, now: now)
            return instant(day: date[0], month: date[1], year: year, time: words[2])
        case 5:  // Sun Nov  6 08:49:37 1994
            guard words[4].count == 4 else { return nil }
            return instant(day: words[2], month: words[1], year: Int(words[4]), time: words[3])
        default:
            return nil
        }
    }

    private static func fullYear(_ short: Int, now: Instant) -> Int {
        let thisYear = Int(RFC3339.format(now.microseconds).prefix(4)) ?? 2000
        let year = thisYear / 100 * 100 + short
        return year > thisYear + 50 ? year - 100 : year
    }

    private static func instant(day: String, month: String, year: Int?, time: String) -> Instant? {
        guard let year, (1...9_999).contains(year), let day = Int(day), (1...31).contains(day),
            let month = months.firstIndex(of: month.lowercased()), time.utf8.count == 8
        else { return nil }
        let date = "\(padded(year, to: 4))-\(padded(month + 1, to: 2))-\(padded(day, to: 2))T\(time)Z"
        guard let microseconds = try? RFC3339.parse(date) else { return nil }
        return Instant(microseconds: microseconds)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
