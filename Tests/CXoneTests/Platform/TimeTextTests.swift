import Reconciliation
import Testing

@testable import CXone

@Suite struct TimeTextTests {
    @Test(
        "times with an offset are read, with or without its colon",
        arguments: [
            ("2026-11-20T15:00:00Z", 1_795_186_800_000_000), ("2026-11-20T10:00:00-05:00", 1_795_186_800_000_000),
            ("2026-11-20T15:00:00.25+0000", 1_795_186_800_250_000), ("2026-11-20T10:00:00-0500", 1_795_186_800_000_000),
            ("2026-11-20T15:00:00.123456789Z", 1_795_186_800_123_456),
        ]
    )
    func reads(text: String, microseconds: Int64) {
        #expect(TimeText.parse(text) == Instant(microseconds: microseconds))
    }

    @Test(
        "what has no offset or is no time is not guessed at",
        arguments: [
            "", "2026-11-20", "2026-11-20T15:00:00", "2026-11-20-0500", "20/11/2026 15:00", "1795186800", "2026-13-20T15:00:00Z", "-0500",
            "é",
        ]
    )
    func refuses(text: String) {
        #expect(TimeText.parse(text) == nil)
    }

    @Test("Unix seconds are read, and absurd ones are not", arguments: [1e300, -1e300, .infinity, .nan, 9e18, 253_402_300_800])
    func unix(absurd: Double) {
        #expect(TimeText.parse(unixSeconds: 1_795_186_800.5) == Instant(microseconds: 1_795_186_800_500_000))
        #expect(TimeText.parse(unixSeconds: absurd) == nil)
    }

    @Test("parameters carry an offset and no more digits than they need") func writes() {
        #expect(TimeText.format(Instant(microseconds: 1_795_186_800_000_000)) == "2026-11-20T15:00:00+00:00")
        #expect(TimeText.format(Instant(microseconds: 1_795_186_800_250_000)) == "2026-11-20T15:00:00.250+00:00")
        #expect(TimeText.format(Instant(microseconds: 1_795_186_800_000_001)) == "2026-11-20T15:00:00.000001+00:00")
    }
}
