import Notation
import Testing

@Suite("Local times")
struct LocalDateTimeTests {
    @Test("a local time is read into its parts")
    func parts() throws {
        let local = try LocalDateTime(parsing: "2026-11-01T01:30:05.25")
        #expect(local == (try LocalDateTime(year: 2026, month: 11, day: 1, hour: 1, minute: 30, second: 5, microsecond: 250_000)))
        #expect(
            [local.year, local.month, local.day, local.hour, local.minute, local.second, local.microsecond] == [
                2026, 11, 1, 1, 30, 5, 250_000,
            ]
        )
        #expect(try LocalDateTime(parsing: "xx2026-11-01T01:30:05".dropFirst(2)).second == 5)
    }

    @Test(
        "an offset, a leap second and anything malformed are refused",
        arguments: [
            "2026-11-01T01:30:00Z", "2026-11-01T01:30:00+01:00", "2026-11-01T01:30:00 ", "2016-12-31T23:59:60", "2026-11-01",
            "2026-11-01T24:00:00",
            "2026-02-29T00:00:00", "", "2026-11-01T01:30", "2026-11-01T01:30:00.", "2026-11-01T01:30:00.0000000000",
        ]
    )
    func refused(text: String) throws {
        let fault = try #require(throws: TimeFault.self) { try LocalDateTime(parsing: text) }
        #expect(fault.label == "malformed")
    }

    @Test("parts that no clock shows are refused")
    func limits() {
        let wrong: [[Int]] = [
            [2026, 0, 1, 0, 0, 0, 0], [2026, 13, 1, 0, 0, 0, 0], [2026, 1, 0, 0, 0, 0, 0], [2026, 1, 32, 0, 0, 0, 0],
            [2026, 4, 31, 0, 0, 0, 0],
            [2026, 1, 1, 24, 0, 0, 0], [2026, 1, 1, -1, 0, 0, 0], [2026, 1, 1, 0, 60, 0, 0], [2026, 1, 1, 0, -1, 0, 0],
            [2026, 1, 1, 0, 0, 60, 0],
            [2026, 1, 1, 0, 0, -1, 0], [2026, 1, 1, 0, 0, 0, 1_000_000], [2026, 1, 1, 0, 0, 0, -1], [-1, 1, 1, 0, 0, 0, 0],
            [10_000, 1, 1, 0, 0, 0, 0],
            [.max, 1, 1, 0, 0, 0, 0], [2026, .min, 1, 0, 0, 0, 0], [2026, 1, .max, 0, 0, 0, 0],
        ]
        for part in wrong {
            #expect(throws: TimeFault.self, "\(part)") {
                try LocalDateTime(
                    year: part[0],
                    month: part[1],
                    day: part[2],
                    hour: part[3],
                    minute: part[4],
                    second: part[5],
                    microsecond: part[6],
                )
            }
        }
    }

    @Test("faults say what to do about them")
    func faults() {
        let faults: [(TimeFault, String, String)] = [
            (.malformed("x"), "malformed", "x"), (.naive, "naive", "offset"), (.ambiguous, "ambiguous", "fold"),
            (.skipped, "skipped", "does not occur"),
            (.unknownZone("Mars/Base"), "unknown_zone", "Mars/Base"), (.outOfRange, "out_of_range", "9999"),
        ]
        for (fault, label, part) in faults {
            #expect(fault.label == label)
            #expect(fault.description.contains(part))
        }
        #expect(TimeFault.unknownZone(String(repeating: "z", count: 100_000)).description.count < 300)
    }
}
