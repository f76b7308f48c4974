import Notation
import TestSupport
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(
        "a number is a whole one however it is written",
        arguments: [
            ("0", 0), ("-0", 0), ("0.000", 0), ("0e5", 0), ("0e-5", 0), ("0e99999999999999999999999", 0), ("0e-99999999999999999999999", 0),
            ("42", 42), ("-42", -42), ("42.0", 42), ("42.000000", 42), ("4.2e1", 42), ("4.2E+1", 42), ("420e-1", 42), ("0.42e2", 42),
            ("0.00042e5", 42), ("4200000000000000000000000e-23", 42), ("42e0", 42), ("42e-0", 42), ("100", 100), ("1e2", 100),
            ("1e18", 1_000_000_000_000_000_000), ("10e17", 1_000_000_000_000_000_000), ("102030.0", 102_030), ("1.02030e5", 102_030),
            ("9223372036854775807", .max), ("9223372036854775807.000", .max), ("9.223372036854775807e18", .max),
            ("-9223372036854775808", .min), ("-9223372036854775808.0", .min), ("-9.223372036854775808e18", .min),
            ("-92233720368547758080e-1", .min), ("922337203685477580700e-2", .max),
        ] as [(String, Int64)]
    )
    func whole(text: String, value: Int64) throws {
        #expect(try JSONValue(parsing: text).int == value)
    }

    @Test(
        "fractions and what exceeds 64 bits are no whole numbers",
        arguments: [
            "0.5", "-0.5", "42.1", "1e-1", "1e-400", "4.25e1", "1e-99999999999999999999999",
            "9223372036854775808", "-9223372036854775809", "9223372036854775807.5", "9223372036854775808.0", "1e19", "1e400", "-1e400",
            "10000000000000000000", "18446744073709551616", "92233720368547758070", "99999999999999999999999999999999",
            "1e99999999999999999999999", "-1e99999999999999999999999", "1e9223372036854775807", "1e-9223372036854775808",
        ]
    )
    func notWhole(text: String) throws {
        #expect(try JSONValue(parsing: text).int == nil)
    }

    @Test("a fraction with a million zeros is scaled by its exponent exactly")
    func longFractions() throws {
        let zeros = String(repeating: "0", count: 1_000_000)
        #expect(try JSONValue(parsing: "0.\(zeros)7e1000001").int == 7)
        #expect(try JSONValue(parsing: "0.\(zeros)7e1000000").int == nil)
        #expect(try JSONValue(parsing: "7\(zeros)e-1000000").int == 7)
        #expect(try JSONValue(parsing: "7\(zeros)e-1000001").int == nil)
    }

    @Test("a double is the nearest one, and none beyond the range")
    func doubles() throws {
        #expect(try JSONValue(parsing: "0.1").double == 0.1)
        #expect(try JSONValue(parsing: "1e22").double == 1e22)
        #expect(try JSONValue(parsing: "5e-324").double == .leastNonzeroMagnitude)
        #expect(try JSONValue(parsing: "1e-400").double == 0)
        #expect(try JSONValue(parsing: "-0").double?.sign == .minus)
        #expect(try JSONValue(parsing: "1.7976931348623157e308").double == .greatestFiniteMagnitude)
        #expect(try JSONValue(parsing: "1e400").double == nil)
        guard case .number(let number) = try JSONValue(parsing: "-1e400") else { throw Unexpected.kind }
        #expect(number.double == -.infinity)
    }

    @Test("doubles are written so that the same one is read back")
    func writtenDoubles() throws {
        var random = SeededRandom()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = JSONNumber(value).text
            #expect(try JSONValue(parsing: text).double?.bitPattern == value.bitPattern, "\(text)")
        }
    }

    @Test(
        "doubles are written short",
        arguments: [
            (0.0, "0"), (-0.0, "-0"), (1, "1"), (-41, "-41"), (0.1, "0.1"), (1e15, "1000000000000000"), (1e300, "1e+300"),
            (.leastNonzeroMagnitude, "5e-324"),
        ] as [(Double, String)]
    )
    func short(value: Double, text: String) {
        #expect(JSONNumber(value).text == text)
    }

    @Test(
        "milliseconds have three decimals at most",
        arguments: [
            (41.7, "41.7"), (41, "41"), (0, "0"), (-0.0, "0"), (0.0004, "0"), (-0.0004, "0"), (0.0006, "0.001"), (0.05, "0.05"),
            (12.3456, "12.346"),
            (-1.25, "-1.25"), (-0.25, "-0.25"), (999.9999, "1000"), (1e300, "1e+300"), (100.010, "100.01"), (86_400_000.5, "86400000.5"),
        ] as [(Double, String)]
    )
    func milliseconds(value: Double, text: String) throws {
        #expect(JSONNumber(milliseconds: value).text == text)
        _ = try JSONValue(parsing: text)
    }

    @Test("whole numbers of every width are written exactly")
    func integers() {
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
        #expect(JSONNumber(Int64.min).text == "-9223372036854775808")
        #expect(JSONNumber(7).text == "7")
        #expect(JSONValue.int(UInt8(200)) == 200)
    }
}

enum Unexpected: Error {
    case kind
}
