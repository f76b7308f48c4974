/// A day of the proleptic Gregorian calendar, years 0000 to 9999, and its number since 1970-01-01; integers only.
struct CivilDate: Hashable {
    let year: Int
    let month: Int
    let day: Int

    /// Days from 0000-01-01 to 1970-01-01.
    private static let daysToEpoch = 719_528
    /// Days in 400 years, after which the calendar repeats.
    private static let cycle = 146_097
    /// Days of a common year before each month.
    private static let before = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day number, which must lie within years 0000 to 9999.
    init(daysSinceEpoch: Int) {
        let days = daysSinceEpoch + Self.daysToEpoch
        // The mean year is 146097/400 days: the guess is right or one too high or low.
        var year = days * 400 / Self.cycle
        while Self.daysBefore(year: year) > days { year -= 1 }
        while Self.daysBefore(year: year + 1) <= days { year += 1 }
        let dayOfYear = days - Self.daysBefore(year: year)
        // No month is longer than 31 days: the guess is right or one too low.
        var month = dayOfYear / 31 + 1
        if month < 12, Self.daysBefore(month: month + 1, of: year) <= dayOfYear { month += 1 }
        self.year = year
        self.month = month
        day = dayOfYear - Self.daysBefore(month: month, of: year) + 1
    }

    var daysSinceEpoch: Int {
        Self.daysBefore(year: year) + Self.daysBefore(month: month, of: year) + day - 1 - Self.daysToEpoch
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 0000-01-01 to the first day of a year from 0 on; year 0 is a leap year.
    private static func daysBefore(year: Int) -> Int {
        365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400
    }

    private static func daysBefore(month: Int, of year: Int) -> Int {
        before[month] + (month > 2 && isLeap(year) ? 1 : 0)
    }
}
