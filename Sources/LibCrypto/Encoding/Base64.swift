/// Base64 with the standard alphabet (RFC 4648, section 4), read strictly.
package enum Base64 {
    /// How much of RFC 4648 a reader may forgive. Characters outside the alphabet are never forgiven (section 3.3).
    package enum Form: Sendable {
        /// Padded, and unused bits zero (section 3.5): every byte string has exactly one spelling.
        case canonical
        /// Padding may be left out, and unused bits are ignored: for secrets that other people's tools wrote.
        case lenient
    }

    private static let alphabet: [UInt8] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// For each byte its six bits, or 255.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    private static let pad = UInt8(ascii: "=")

    /// The padded text of some bytes.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
            var written = 0
            var group: UInt32 = 0
            var held = 0
            func write(_ bits: UInt32) {
                text[written] = alphabet[Int(bits & 63)]
                written += 1
            }
            for byte in bytes {
                group = group << 8 | UInt32(byte)
                held += 1
                guard held == 3 else { continue }
                write(group >> 18)
                write(group >> 12)
                write(group >> 6)
                write(group)
                group = 0
                held = 0
            }
            if held == 1 {
                write(group >> 2)
                write(group << 4)
            } else if held == 2 {
                write(group >> 10)
                write(group >> 4)
                write(group << 2)
            }
            while !written.isMultiple(of: 4) {
                text[written] = pad
                written += 1
            }
            return written
        }
    }

    /// The bytes that a text spells, or nil where it is not base64 of the form asked for.
    ///
    /// - Parameter text: the characters as UTF-8, without white space or line breaks.
    package static func decode(_ text: some Collection<UInt8>, form: Form = .canonical) -> [UInt8]? {
        let inPlace = text.withContiguousStorageIfAvailable { decode(UnsafeRawBufferPointer($0), form: form) }
        return inPlace ?? Array(text).withUnsafeBytes { decode($0, form: form) }
    }

    /// The bytes that the text in a buffer spells, or nil where it is not base64 of the form asked for.
    package static func decode(_ text: UnsafeRawBufferPointer, form: Form = .canonical) -> [UInt8]? {
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == pad { count -= 1 }
        let padding = text.count - count
        guard count % 4 != 1 else { return nil }
        let missing = (4 - count % 4) % 4
        guard padding == missing || (padding == 0 && form == .lenient) else { return nil }

        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 3 / 4)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for digit in text.prefix(count) {
            let value = values[Int(digit)]
            guard value != 255 else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: group >> bits))
            group &= 1 << bits - 1
        }
        guard group == 0 || form == .lenient else { return nil }
        return bytes
    }
}
