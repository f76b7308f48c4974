import Foundation
import Notation
import TestSupport
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    private static let day: Int64 = 86_400_000_000

    private func check(_ date: (year: Int, month: Int, day: Int), _ number: Int64) throws {
        let local = try LocalDateTime(year: date.year, month: date.month, day: date.day, hour: 0, minute: 0)
        let back = LocalDateTime(asUTC: number * Self.day)
        // Plain comparisons: a macro for each of half a million days would take minutes.
        if local.asUTC != number * Self.day || back != local {
            Issue.record("day \(number) should be \(date), but is \(back) and counts as \(local.asUTC / Self.day)")
        }
    }

    @Test("walking the calendar day by day meets every day of four centuries, and every month's ends from 0000 to 9999")
    func walk() throws {
        var number: Int64 = -719_528
        for year in 0...9999 {
            let isLeap = year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (month, length) in lengths.enumerated() {
                for day in 1...length {
                    if day == 1 || day == length || (1800..<2200).contains(year) { try check((year, month + 1, day), number) }
                    number += 1
                }
                #expect(throws: TimeFault.self) { try LocalDateTime(year: year, month: month + 1, day: length + 1, hour: 0, minute: 0) }
            }
        }
        #expect(number == 2_932_897)
    }

    @Test("random instants have the same parts as in Foundation's calendar")
    func foundation() throws {
        var random = SeededRandom()
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        // Foundation's calendar is Julian before 15 October 1582.
        let first = try RFC3339.parse("1582-10-15T00:00:00Z") / 1_000_000
        let last = try RFC3339.parse("9999-12-31T23:59:59Z") / 1_000_000
        for _ in 0..<20_000 {
            let second = Int64.random(in: first...last, using: &random)
            let date = Date(timeIntervalSince1970: Double(second))
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
            let ours = LocalDateTime(asUTC: second * 1_000_000)
            let theirs = try LocalDateTime(
                year: #require(parts.year),
                month: #require(parts.month),
                day: #require(parts.day),
                hour: #require(parts.hour),
                minute: #require(parts.minute),
                second: #require(parts.second),
            )
            #expect(ours == theirs)
            #expect(theirs.asUTC == second * 1_000_000)
        }
    }

    @Test("random instants survive being written and read, with every offset")
    func roundTrip() throws {
        var random = SeededRandom()
        let first = try RFC3339.parse("0000-01-02T00:00:00Z")
        let last = try RFC3339.parse("9999-12-30T23:59:59.999999Z")
        for _ in 0..<20_000 {
            let time = Int64.random(in: first...last, using: &random)
            #expect(try RFC3339.parse(RFC3339.format(time, fractionDigits: 6)) == time)
            let digits = Int.random(in: 0...6, using: &random)
            let unit = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1][digits] as Int64
            let cut = time - (time - first) % unit
            #expect(try RFC3339.parse(RFC3339.format(time, fractionDigits: digits)) == cut)

            let minutes = Int64.random(in: -1439...1439, using: &random)
            let shown = RFC3339.format(time + minutes * 60_000_000, fractionDigits: 6).dropLast()
            let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
            let offset = (minutes < 0 ? "-" : "+") + String(100 + hours).dropFirst() + ":" + String(100 + rest).dropFirst()
            #expect(try RFC3339.parse(shown + offset) == time)
        }
    }
}
