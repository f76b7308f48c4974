/// The text of `webhook-timestamp`: whole Unix seconds, digits only.
enum MessageTimestamp {
    /// The number a text of 1 to 19 ASCII digits spells; nil for signs, spaces, fractions, and numbers over 64 bits.
    static func parse(_ text: String) -> Int64? {
        // 19 digits are what Int64.max has; leading zeros gain nobody anything.
        guard (1...19).contains(text.utf8.count) else { return nil }
        var value: Int64 = 0
        for digit in text.utf8 {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.addingReportingOverflow(Int64(digit - 0x30))
            if overflowed || carried { return nil }
            value = sum
        }
        return value
    }
}
