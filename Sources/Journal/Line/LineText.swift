/// Whether bytes may stand in a line: UTF-8 without control characters.
enum LineText {
    /// Looks at eight bytes at a time, and at UTF-8 only where a byte is not ASCII.
    static func isWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var ascii = true
        var index = 0
        let words = bytes.count & ~7
        var controls: UInt64 = 0
        var highs: UInt64 = 0
        while index < words {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // Bit 7 of a byte below 0x20 turns on by the subtraction and was off before; a borrow can only make another such byte
            // be found where one is already.
            controls |= (word &- 0x2020_2020_2020_2020) & ~word
            highs |= word
            index += 8
        }
        if controls & 0x8080_8080_8080_8080 != 0 { return false }
        if highs & 0x8080_8080_8080_8080 != 0 { ascii = false }
        while index < bytes.count {
            if bytes[index] < 0x20 { return false }
            if bytes[index] >= 0x80 { ascii = false }
            index += 1
        }
        return ascii || String(validating: bytes, as: UTF8.self) != nil
    }
}
