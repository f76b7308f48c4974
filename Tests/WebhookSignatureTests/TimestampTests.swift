import Testing
import WebhookSignature

@Suite("Timestamps and tolerance")
struct TimestampTests {
    @Test(
        "what is not digits of a 64-bit number is a bad timestamp",
        arguments: [
            "nan", "NaN", "inf", "-1", "+1", " 1614265330", "1614265330 ", "1614265330.0", "1.5", "1e9", "0x60", "1_614_265_330",
            "-9223372036854775808", "9223372036854775808", "9999999999999999999", String(repeating: "9", count: 40),
            String(repeating: "0", count: 30) + "1614265330", String(repeating: "1", count: 5000), "١٦١٤٢٦٥٣٣٠", "１６１４２６５３３０",
            "2021-02-25T15:02:10Z", "\u{0}", "1614265330\n", "1614265330,1614265330", ".", " ",
        ]
    )
    func bad(text: String) throws {
        #expect(try Published.fault(Published.headers(timestamp: text)) == .badTimestamp)
    }

    @Test("numbers at the ends of 64 bits are read, and lie outside the tolerance")
    func ends() throws {
        #expect(try Published.fault(Published.headers(timestamp: "0")) == .tooOld)
        #expect(try Published.fault(Published.headers(timestamp: "9223372036854775807")) == .tooNew)
        #expect(try Published.fault(Published.headers(timestamp: "1614265330000")) == .tooNew)
    }

    @Test(
        "both edges of the tolerance accept",
        arguments: [-300.0, -299.999, -0.5, 0, 0.5, 299.999, 300]
    )
    func inside(offset: Double) throws {
        #expect(try Published.fault(now: Published.now + offset) == nil)
    }

    @Test("past the edges is too old or too new", arguments: [300.000001, 300.5, 301, 1e9, 1e300, Double.infinity])
    func outside(offset: Double) throws {
        #expect(try Published.fault(now: Published.now + offset) == .tooOld)
        #expect(try Published.fault(now: Published.now - offset) == .tooNew)
    }

    @Test("the smallest step of a Double past the edge is past it")
    func ulp() throws {
        #expect(try Published.fault(now: (Published.now + 300).nextUp) == .tooOld)
        #expect(try Published.fault(now: (Published.now - 300).nextDown) == .tooNew)
    }

    @Test("the tolerance is the caller's, fractions included")
    func tolerance() throws {
        #expect(try Published.fault(tolerance: 0) == nil)
        #expect(try Published.fault(now: Published.now + 0.25, tolerance: 0) == .tooOld)
        #expect(try Published.fault(now: Published.now - 0.25, tolerance: 0) == .tooNew)
        #expect(try Published.fault(now: Published.now + 1.5, tolerance: 1.5) == nil)
        #expect(try Published.fault(now: Published.now + 86_400, tolerance: 86_400) == nil)
        #expect(try Published.fault(now: 0, tolerance: .infinity) == nil)
    }

    @Test("a clock or a tolerance that is no number accepts nothing")
    func notANumber() throws {
        #expect(try Published.fault(now: .nan) == .tooOld)
        #expect(try Published.fault(tolerance: .nan) == .tooOld)
        #expect(try Published.fault(tolerance: -1) == .tooOld)
    }
}
