// Strings: RFC 8259, section 7; well-formed UTF-8: the Unicode Standard, table 3-7.

extension JSONReader {
    /// The string at its opening quote.
    mutating func string() throws(Halt) -> String {
        at += 1
        let start = at
        while true {
            skipPlainWords()
            guard at < bytes.count else { try haltAtEnd("the closing quote of a string") }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
                at += 1
                return text
            case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
            case 0x20..<0x80: at += 1
            case 0x80...: try sequence()
            default: try haltControl()
            }
        }
    }

    /// The rest of a string, from its first escape on, with escapes resolved.
    private mutating func stringWithEscapes(from start: Int) throws(Halt) -> String {
        scratch.removeAll(keepingCapacity: true)
        var plain = start
        while true {
            guard at < bytes.count else { try haltAtEnd("the closing quote of a string") }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                scratch.append(contentsOf: bytes[plain..<at])
                at += 1
                return String(decoding: scratch, as: UTF8.self)
            case UInt8(ascii: "\\"):
                scratch.append(contentsOf: bytes[plain..<at])
                try escape()
                plain = at
            case 0x20..<0x80: at += 1
            case 0x80...: try sequence()
            default: try haltControl()
            }
        }
    }

    /// Passes over eight bytes at a time while none of them is a quote, a backslash, a control character or beyond ASCII.
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while at + 8 <= bytes.count {
            let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte's top bit is set where subtracting borrowed; later bytes may be marked wrongly, never the first.
            let special = (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones) | word
            if special & tops != 0 { return }
            at += 8
        }
    }

    /// One sequence of two to four bytes.
    private mutating func sequence() throws(Halt) {
        let lead = bytes[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: try haltNotUTF8()
        }
        guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { try haltNotUTF8() }
        if length > 2, bytes[at + 2] & 0xC0 != 0x80 { try haltNotUTF8() }
        if length > 3, bytes[at + 3] & 0xC0 != 0x80 { try haltNotUTF8() }
        at += length
    }

    /// One escape, at its backslash, into the scratch buffer.
    private mutating func escape() throws(Halt) {
        let start = at
        guard at + 1 < bytes.count else {
            at = bytes.count
            try haltAtEnd("the rest of an escape")
        }
        at += 2
        switch bytes[at - 1] {
        case UInt8(ascii: "\""): scratch.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): scratch.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): scratch.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): scratch.append(contentsOf: try unicodeEscape(from: start))
        default: try halt(.badEscape, at: start, "a backslash is followed by none of \" \\ / b f n r t u")
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(Halt) -> Unicode.UTF8.EncodedScalar {
        var value = try fourDigits(from: start)
        switch value {
        case 0xD800...0xDBFF:
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                try haltLone(at: start)
            }
            at += 2
            let low = try fourDigits(from: at - 2)
            guard (0xDC00...0xDFFF).contains(low) else { try haltLone(at: start) }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        case 0xDC00...0xDFFF: try haltLone(at: start)
        default: break
        }
        guard let scalar = Unicode.Scalar(value), let encoded = Unicode.UTF8.encode(scalar) else { try haltLone(at: start) }
        return encoded
    }

    private mutating func fourDigits(from start: Int) throws(Halt) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < bytes.count else { try haltAtEnd("the rest of an escape") }
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: try halt(.badEscape, at: start, "\\u is not followed by four hexadecimal digits")
            }
            at += 1
        }
        return value
    }

    private mutating func haltLone(at start: Int) throws(Halt) -> Never {
        try halt(.loneSurrogate, at: start, "an escape names half of a surrogate pair")
    }

    private mutating func haltNotUTF8() throws(Halt) -> Never {
        try halt(.notUTF8, at: at, "a string is not well-formed UTF-8 at \(found)")
    }

    private mutating func haltControl() throws(Halt) -> Never {
        try halt(.controlCharacter, at: at, "a string holds \(found) unescaped")
    }
}
