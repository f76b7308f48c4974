import Notation
import Testing

@Suite("RFC 3339 times")
struct RFC3339Tests {
    @Test(
        "times of every shape are read",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t00:00:00z", 0),
            ("1970-01-01T00:00:00+00:00", 0),
            ("1970-01-01T00:00:00-00:00", 0),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("2026-11-20T15:00:00Z", 1_795_186_800_000_000),
            ("2026-11-20T10:00:00-05:00", 1_795_186_800_000_000),
            ("2026-11-20T20:45:00+05:45", 1_795_186_800_000_000),
            ("2026-11-21T14:59:00+23:59", 1_795_186_800_000_000),
            ("2026-11-19T15:01:00-23:59", 1_795_186_800_000_000),
            ("2026-11-20T15:00:00.1Z", 1_795_186_800_100_000),
            ("2026-11-20T15:00:00.12Z", 1_795_186_800_120_000),
            ("2026-11-20T15:00:00.123Z", 1_795_186_800_123_000),
            ("2026-11-20T15:00:00.1234Z", 1_795_186_800_123_400),
            ("2026-11-20T15:00:00.12345Z", 1_795_186_800_123_450),
            ("2026-11-20T15:00:00.123456Z", 1_795_186_800_123_456),
            ("2026-11-20T15:00:00.1234567Z", 1_795_186_800_123_456),
            ("2026-11-20T15:00:00.12345678Z", 1_795_186_800_123_456),
            ("2026-11-20T15:00:00.123456789Z", 1_795_186_800_123_456),
            ("2026-11-20T15:00:00.999999999-00:00", 1_795_186_800_999_999),
            ("2026-11-20T15:00:00.000000001Z", 1_795_186_800_000_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
            ("0000-02-29T00:00:00Z", -62_162_121_600_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            // Leap seconds are taken as the second after.
            ("1990-12-31T23:59:60Z", 662_688_000_000_000),
            ("1990-12-31T15:59:60-08:00", 662_688_000_000_000),
            ("2017-01-01T05:44:60.5+05:45", 1_483_228_800_500_000),
        ] as [(String, Int64)]
    )
    func read(text: String, time: Int64) throws {
        #expect(try RFC3339.parse(text) == time)
        #expect(try RFC3339.parse("<\(text)>".dropFirst().dropLast()) == time)
    }

    @Test(
        "malformed times are refused",
        arguments: [
            "", "Z", "now", "2026", "2026-11-20", "2026-11-20Z", "15:00:00Z", "2026-11-20T", "2026-11-20TZ", "2026-11-20T15Z",
            "2026-11-20T15:00Z",
            "2026-11-20T15:00-05:00", "2026-11-20 15:00:00Z", "2026-11-20_15:00:00Z", "20261120T150000Z", "2026-W47-5T15:00:00Z",
            "2026-324T15:00:00Z",
            "2026-1-20T15:00:00Z", "2026-11-2T15:00:00Z", "2026-11-20T5:00:00Z", "2026-11-20T15:0:00Z", "2026-11-20T15:00:0Z",
            "26-11-20T15:00:00Z",
            "12026-11-20T15:00:00Z", "+2026-11-20T15:00:00Z", "-2026-11-20T15:00:00Z", "2026/11/20T15:00:00Z", "2026-11-20T15.00.00Z",
            "2026-00-20T15:00:00Z", "2026-13-20T15:00:00Z", "2026-11-00T15:00:00Z", "2026-11-31T15:00:00Z", "2026-12-32T15:00:00Z",
            "2026-04-31T15:00:00Z",
            "2026-02-29T15:00:00Z", "2024-02-30T15:00:00Z", "1900-02-29T15:00:00Z", "2100-02-29T15:00:00Z", "2026-11-20T24:00:00Z",
            "2026-11-20T25:00:00Z",
            "2026-11-20T15:60:00Z", "2026-11-20T15:00:61Z", "2026-11-20T15:00:99Z", "2026-11-20T15:00:00.Z", "2026-11-20T15:00:00,5Z",
            "2026-11-20T15:00:00.1234567890Z", "2026-11-20T15:00:00.1 Z", "2026-11-20T15:00:00.-1Z", "2026-11-20T15:00:00.1.2Z",
            "2026-11-20T15:00:00 Z", " 2026-11-20T15:00:00Z", "2026-11-20T15:00:00Z ", "2026-11-20T15:00:00Z\n", "2026-11-20T15:00:00ZZ",
            "2026-11-20T15:00:00Z+00:00",
            "2026-11-20T15:00:00+", "2026-11-20T15:00:00+05", "2026-11-20T15:00:00+0500", "2026-11-20T15:00:00+5:00",
            "2026-11-20T15:00:00+05:0",
            "2026-11-20T15:00:00+05:000", "2026-11-20T15:00:00+24:00", "2026-11-20T15:00:00-24:00", "2026-11-20T15:00:00+05:60",
            "2026-11-20T15:00:00+05:00:00",
            "2026-11-20T15:00:00−05:00", "2026-11-20T15:00:00 -05:00", "2026-11-20T15:00:00[UTC]", "2026-11-20T15:00:00Z[UTC]",
            "2026-11-20T15:00:00UTC",
            "２026-11-20T15:00:00Z", "2026-11-20T15:00:00\u{0}Z", "Fri, 20 Nov 2026 15:00:00 GMT", "1795186800",
            // Leap seconds where there can be none.
            "2026-11-20T15:00:60Z", "1990-12-31T23:58:60Z", "1990-12-31T22:59:60Z", "1990-12-30T23:59:60Z", "1990-12-31T23:59:60-08:00",
            "1990-12-31T23:59:61Z",
            "1990-12-31T15:59:60+08:00",
        ]
    )
    func malformed(text: String) throws {
        let fault = try #require(throws: TimeFault.self) { try RFC3339.parse(text) }
        #expect(fault.label == "malformed", "\(fault)")
    }

    @Test("a time without an offset is naive", arguments: ["2026-11-20T15:00:00", "2026-11-20t15:00:00.123456789", "0000-01-01T00:00:00"])
    func naive(text: String) {
        #expect(throws: TimeFault.naive) { try RFC3339.parse(text) }
    }

    @Test(
        "an offset that leads out of the four-digit years is refused",
        arguments: [
            "0000-01-01T00:00:00+00:01", "0000-01-01T23:58:59+23:59", "9999-12-31T23:59:59-00:01", "9999-12-31T00:01:00-23:59",
            "9999-12-31T23:59:60Z",
        ]
    )
    func outOfRange(text: String) {
        #expect(throws: TimeFault.outOfRange) { try RFC3339.parse(text) }
    }

    @Test("every byte of a good time matters")
    func cutAndReplaced() {
        let good = Array("2026-11-20T15:00:00.123+05:30".utf8)
        for place in good.indices {
            for byte in [UInt8(ascii: "x"), UInt8(ascii: " "), 0x00, 0xFF, UInt8(ascii: "/"), UInt8(ascii: ":") + 1] {
                var bad = good
                bad[place] = byte
                #expect(throws: TimeFault.self) { try RFC3339.parse(String(decoding: bad, as: UTF8.self)) }
            }
            #expect(throws: TimeFault.self) { try RFC3339.parse(String(decoding: good[..<place], as: UTF8.self)) }
        }
    }

    @Test("times are written with the decimals asked for, finer ones cut off")
    func decimals() {
        let time: UnixMicroseconds = 1_795_186_800_987_654
        #expect(RFC3339.format(time) == "2026-11-20T15:00:00.987Z")
        #expect(
            (0...6).map { RFC3339.format(time, fractionDigits: $0) } == [
                "2026-11-20T15:00:00Z", "2026-11-20T15:00:00.9Z", "2026-11-20T15:00:00.98Z", "2026-11-20T15:00:00.987Z",
                "2026-11-20T15:00:00.9876Z",
                "2026-11-20T15:00:00.98765Z", "2026-11-20T15:00:00.987654Z",
            ]
        )
        #expect(RFC3339.format(time, fractionDigits: 99) == "2026-11-20T15:00:00.987654Z")
        #expect(RFC3339.format(time, fractionDigits: -1) == "2026-11-20T15:00:00Z")
        #expect(RFC3339.format(0) == "1970-01-01T00:00:00.000Z")
        #expect(RFC3339.format(-1) == "1969-12-31T23:59:59.999Z")
    }

    @Test("times beyond the four-digit years are written as the nearest within")
    func clamped() throws {
        #expect(RFC3339.format(.max, fractionDigits: 6) == "9999-12-31T23:59:59.999999Z")
        #expect(RFC3339.format(.min, fractionDigits: 6) == "0000-01-01T00:00:00.000000Z")
        let east = try #require(TimeZoneRules(identifier: "Asia/Tokyo"))
        let west = try #require(TimeZoneRules(identifier: "America/New_York"))
        #expect(RFC3339.format(.max, in: east) == "9999-12-31T23:59:59Z")
        #expect(RFC3339.format(.min, in: west) == "0000-01-01T00:00:00Z")
    }

    @Test("times are written with the offset of a zone")
    func zones() throws {
        let newYork = try #require(TimeZoneRules(identifier: "America/New_York"))
        let kathmandu = try #require(TimeZoneRules(identifier: "Asia/Kathmandu"))
        let time: UnixMicroseconds = 1_795_186_800_123_000
        #expect(RFC3339.format(time, in: newYork, fractionDigits: 0) == "2026-11-20T10:00:00-05:00")
        #expect(RFC3339.format(time, in: kathmandu, fractionDigits: 3) == "2026-11-20T20:45:00.123+05:45")
        #expect(RFC3339.format(time, in: .utc, fractionDigits: 0) == "2026-11-20T15:00:00+00:00")
    }

    @Test("an offset with seconds is cut to minutes and the instant stays")
    func localMeanTime() throws {
        let newYork = try #require(TimeZoneRules(identifier: "America/New_York"))
        let time = try RFC3339.parse("1850-06-01T12:00:00Z")
        #expect(newYork.offsetSeconds(at: time) == -17_762)
        let text = RFC3339.format(time, in: newYork, fractionDigits: 0)
        #expect(text == "1850-06-01T07:04:00-04:56")
        #expect(try RFC3339.parse(text) == time)
    }
}
