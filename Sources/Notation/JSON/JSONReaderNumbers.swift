// Numbers: RFC 8259, section 6.

extension JSONReader {
    /// The number at its first byte, a minus sign or a digit.
    mutating func number() throws(Halt) -> JSONNumber {
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let first = at
        try digits(after: "a minus sign")
        if bytes[first] == UInt8(ascii: "0"), at - first > 1 {
            try halt(.badNumber, at: first, "a number has a leading zero")
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            try digits(after: "a decimal point")
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "e") || bytes[at] == UInt8(ascii: "E") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits(after: "an exponent sign")
        }
        return JSONNumber(checked: String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self))
    }

    /// One digit or more.
    private mutating func digits(after before: StaticString) throws(Halt) {
        let start = at
        while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") { at += 1 }
        guard at == start else { return }
        guard at < bytes.count else { try haltAtEnd("a digit") }
        try halt(.badNumber, at: at, "\(before) is followed by \(found), not by a digit")
    }
}
