/// A JSON number as it was written: no digit is lost by reading it.
///
/// Two numbers are equal when their texts are: 1 and 1.0 differ.
package struct JSONNumber: Sendable, Hashable {
    /// The number in JSON's own grammar (RFC 8259, section 6).
    package let text: String

    /// A text that the reader has already checked.
    init(checked text: String) {
        self.text = text
    }

    package init(_ value: some BinaryInteger) {
        text = String(value)
    }

    /// The shortest text that reads back as the same double; the value must be finite.
    package init(_ value: Double) {
        precondition(value.isFinite, "JSON has no way to write a number that is not finite")
        let shortest = value.description
        text = shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
    }

    /// A number of milliseconds with three decimals at most; the value must be finite.
    package init(milliseconds: Double) {
        precondition(milliseconds.isFinite, "JSON has no way to write a number that is not finite")
        guard let thousandths = Int64(exactly: (milliseconds * 1000).rounded()) else {
            self.init(milliseconds)
            return
        }
        let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        var written = (thousandths < 0 ? "-" : "") + String(whole)
        if rest > 0 {
            var decimals = String(1000 + rest).dropFirst()
            while decimals.last == "0" { decimals.removeLast() }
            written += "." + decimals
        }
        self.init(checked: written)
    }

    /// The nearest double; infinite where the number is beyond the range of doubles.
    package var double: Double {
        Double(text) ?? .nan
    }

    /// The number as a whole number, however written (42, 42.0, 4.2e1); nil for fractions and beyond 64 bits.
    package var int64: Int64? {
        var digits = Digits()
        for byte in text.utf8 { digits.take(byte) }
        return digits.int64
    }
}

/// The digits of a number, gathered without ever raising ten to a power that the text chose.
private struct Digits {
    private var negative = false
    /// Built downwards, since the smallest Int64 has no positive counterpart.
    private var value: Int64 = 0
    private var overflowed = false
    /// Zeros seen after the last digit that is not zero: they count only if another such digit follows.
    private var pendingZeros = 0
    private var decimals = 0
    private var inFraction = false
    private var inExponent = false
    private var exponent = 0
    private var exponentNegative = false

    mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "-"):
            if inExponent { exponentNegative = true } else { negative = true }
        case UInt8(ascii: "."): inFraction = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let digit = Int(byte - UInt8(ascii: "0"))
            if inExponent {
                // Saturates: no text is long enough to make up for an exponent beyond this.
                exponent = min(exponent * 10 + digit, 1_000_000_000_000)
            } else {
                takeCoefficient(digit)
            }
        default: break
        }
    }

    private mutating func takeCoefficient(_ digit: Int) {
        if inFraction { decimals += 1 }
        if digit == 0 {
            if value != 0 || overflowed { pendingZeros += 1 }
            return
        }
        shift(by: pendingZeros + 1)
        pendingZeros = 0
        let (lower, over) = value.subtractingReportingOverflow(Int64(digit))
        value = lower
        overflowed = overflowed || over
    }

    private mutating func shift(by places: Int) {
        guard value != 0 else { return }
        if places > 18 {
            overflowed = true
            return
        }
        for _ in 0..<places {
            let (shifted, over) = value.multipliedReportingOverflow(by: 10)
            value = shifted
            overflowed = overflowed || over
        }
    }

    var int64: Int64? {
        guard !overflowed else { return nil }
        guard value != 0 else { return 0 }
        let scale = (exponentNegative ? -exponent : exponent) - decimals + pendingZeros
        guard scale >= 0 else { return nil }
        var scaled = self
        scaled.shift(by: scale)
        guard !scaled.overflowed else { return nil }
        if negative { return scaled.value }
        let (positive, over) = Int64(0).subtractingReportingOverflow(scaled.value)
        return over ? nil : positive
    }
}
