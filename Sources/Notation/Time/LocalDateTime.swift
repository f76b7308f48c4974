/// A date and a time of day without an offset: what a clock on the wall of some zone shows.
package struct LocalDateTime: Sendable, Hashable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let microsecond: Int

    /// A date and time within the years 0000 to 9999; seconds go to 59.
    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) throws(TimeFault) {
        guard (0...9999).contains(year) else { throw .outOfRange }
        guard (1...12).contains(month) else { throw .malformed("the month is not between 01 and 12") }
        guard day >= 1, day <= CivilDate.length(ofMonth: month, in: year) else { throw .malformed("the month has no such day") }
        guard (0...23).contains(hour) else { throw .malformed("the hour is not between 00 and 23") }
        guard (0...59).contains(minute) else { throw .malformed("the minute is not between 00 and 59") }
        guard (0...59).contains(second) else { throw .malformed("the second is not between 00 and 59") }
        guard (0...999_999).contains(microsecond) else { throw .malformed("the microsecond is not between 0 and 999999") }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// A date-time as RFC 3339 writes it, without the offset; with one it is refused.
    package init(parsing text: some StringProtocol) throws(TimeFault) {
        self = try DateTimeReader.read(text) { reader in
            reader.local().flatMap { parts in
                guard reader.isAtEnd else {
                    return .failure(.malformed("an offset, or something else, follows a time that has a zone of its own"))
                }
                return parts.strict
            }
        }.get()
    }

    /// The instant at which a clock set to UTC shows this.
    package var asUTC: UnixMicroseconds {
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        return Int64(seconds) * 1_000_000 + Int64(microsecond)
    }

    /// What a clock set to UTC shows at an instant; instants beyond the years 0000 to 9999 count as the nearest within.
    package init(asUTC time: UnixMicroseconds) {
        let time = WritableTime.clamp(time)
        // Offset by whole days so that division rounds down.
        let fromFirst = Int(time - WritableTime.first)
        let (days, inDay) = fromFirst.quotientAndRemainder(dividingBy: 86_400_000_000)
        let date = CivilDate(daysSinceEpoch: days + Int(WritableTime.first / 86_400_000_000))
        let (seconds, fraction) = inDay.quotientAndRemainder(dividingBy: 1_000_000)
        year = date.year
        month = date.month
        day = date.day
        hour = seconds / 3600
        minute = seconds / 60 % 60
        second = seconds % 60
        microsecond = fraction
    }
}
