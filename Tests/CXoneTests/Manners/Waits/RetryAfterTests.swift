import NIOHTTP1
import Notation
import Reconciliation
import Testing

@testable import CXone

@Suite struct RetryAfterTests {
    let now = Instant(microseconds: 1_795_186_800_000_000)  // 2026-11-20T15:00:00Z, a Friday

    private func wait(_ status: Int, _ value: String?, date: String? = nil) -> Duration? {
        var headers = HTTPHeaders()
        if let value { headers.add(name: "retry-after", value: value) }
        if let date { headers.add(name: "Date", value: date) }
        return RetryAfter.wait(status: status, headers: headers, now: now)
    }

    @Test(
        "a wait is taken from seconds or from any of HTTP's three dates",
        arguments: [
            ("7", 7.0), ("007", 7), ("1.5", 1.5), ("Fri, 20 Nov 2026 15:00:30 GMT", 30), ("Friday, 20-Nov-26 15:00:30 GMT", 30),
            ("Fri Nov 20 15:00:30 2026", 30),
        ]
    )
    func forms(value: String, seconds: Double) {
        #expect(wait(429, value) == .seconds(seconds))
        #expect(wait(503, value) == .seconds(seconds))
    }

    @Test(
        "absurd waits are cut to ten minutes",
        arguments: ["601", "86401", "99999999999999999999999999", "Sat, 21 Nov 2099 00:00:00 GMT"]
    )
    func clamped(value: String) {
        #expect(wait(429, value) == .minutes(10))
    }

    @Test(
        "a 429 that names no time, or none that can be used, means a second; a 503 means none",
        arguments: [
            nil, "0", "-5", "soon", "", "nan", "inf", "Fri, 20 Nov 2026 14:00:00 GMT", "Fri, 31 Feb 2026 15:00:30 GMT", "0x10", "1e300",
            "1.2.3", ".",
        ]
    )
    func unnamed(value: String?) {
        #expect(wait(429, value) == .seconds(1))
        #expect(wait(503, value) == nil)
    }

    @Test("a date counts from the sender's own time, not from ours") func skewedSender() {
        #expect(wait(429, "Fri, 20 Nov 2026 18:00:05 GMT", date: "Fri, 20 Nov 2026 18:00:00 GMT") == .seconds(5))
    }

    @Test("other answers ask for no wait", arguments: [200, 404, 409, 500, 502])
    func others(status: Int) {
        #expect(wait(status, "7") == nil)
    }

    @Test("a year of two digits is never far ahead") func shortYear() {
        #expect(HTTPDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", now: now) == Instant(seconds: 784_111_777))
        #expect(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT", now: now) == Instant(seconds: 784_111_777))
        #expect(HTTPDate.parse("Sun Nov  6 08:49:37 1994", now: now) == Instant(seconds: 784_111_777))
    }
}
