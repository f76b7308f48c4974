import Notation

/// The preferred form of a date in HTTP (RFC 9110, section 5.6.7), such as `Fri, 20 Nov 2026 15:00:00 GMT`.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func format(_ time: UnixMicroseconds) -> String {
        let seconds = time.dividedRoundingDown(by: 1_000_000)
        let day = seconds.dividedRoundingDown(by: 86_400)
        // 1970-01-01 was a Thursday.
        let weekday = Int(day - 7 * day.dividedRoundingDown(by: 7))
        let local = LocalDateTime(asUTC: seconds * 1_000_000)
        let clock = [local.hour, local.minute, local.second].map(twoDigits).joined(separator: ":")
        return "\(days[weekday]), \(twoDigits(local.day)) \(months[local.month - 1]) \(local.year) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension Int64 {
    fileprivate func dividedRoundingDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
