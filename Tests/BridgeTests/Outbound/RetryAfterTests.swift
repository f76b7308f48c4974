import Reconciliation
import Testing

@testable import Bridge

@Suite("Retry-After of receivers")
struct RetryAfterTests {
    /// 2026-11-20T15:00:00Z, a Friday.
    private let now = Instant(seconds: 1_795_186_800)

    @Test(
        "seconds",
        arguments: [("0", nil), ("1", 1), (" 120", 120), ("3600", 3_600), ("3601", 3_600), ("99999999999999999999999", 3_600)]
            as [(String, Int64?)]
    )
    func seconds(_ text: String, _ expected: Int64?) {
        #expect(RetryAfter.parse(text, date: nil, now: now) == expected.map { .seconds($0) })
    }

    @Test(
        "a date, in each of HTTP's three forms",
        arguments: ["Fri, 20 Nov 2026 15:02:00 GMT", "Friday, 20-Nov-26 15:02:00 GMT", "Fri Nov 20 15:02:00 2026"]
    )
    func dates(_ text: String) {
        #expect(RetryAfter.parse(text, date: nil, now: now) == .seconds(120))
    }

    @Test("a date is counted from the answer's own, so that clocks need not agree")
    func relative() {
        let text = "Fri, 20 Nov 2026 18:00:30 GMT"
        #expect(RetryAfter.parse(text, date: "Fri, 20 Nov 2026 18:00:00 GMT", now: now) == .seconds(30))
        #expect(RetryAfter.parse(text, date: "nonsense", now: now) == .hours(1))
    }

    @Test(
        "dates that are over, and what is neither, ask for nothing",
        arguments: ["Fri, 20 Nov 2026 14:59:00 GMT", "soon", "", "-5", "1.5", "5s", "١٢"]
    )
    func nothing(_ text: String) {
        #expect(RetryAfter.parse(text, date: nil, now: now) == nil)
    }
}
