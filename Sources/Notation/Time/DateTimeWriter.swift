/// Writes fixed-width digits into a buffer that is known to be large enough.
struct DateTimeWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func byte(_ scalar: Unicode.Scalar) {
        buffer[count] = UInt8(truncatingIfNeeded: scalar.value)
        count += 1
    }

    /// The lowest digits of a number, with leading zeros.
    mutating func digits(_ value: Int, _ width: Int) {
        var rest = value
        for place in stride(from: count + width - 1, through: count, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }

    /// A point and the first digits of a number of microseconds; nothing for no digits.
    mutating func fraction(_ microseconds: Int, digits wanted: Int) {
        guard wanted > 0 else { return }
        byte(".")
        var value = microseconds
        for _ in wanted..<6 { value /= 10 }
        digits(value, wanted)
    }
}
