/// Reads percent-encoded text (RFC 3986, section 2.1) as it stands in paths, queries and forms.
enum PercentEncoding {
    /// The text behind the encoding; nil if an escape is malformed or the bytes are not UTF-8.
    ///
    /// - Parameter plusIsSpace: true in forms (`application/x-www-form-urlencoded`). In a query of an URI a plus sign is a plus
    ///   sign: no parameter of these calls can hold a space, and an offset like +02:00 is often sent as it is.
    static func decode(_ text: Substring, plusIsSpace: Bool) -> String? {
        let bytes = text.utf8
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || ($0 == UInt8(ascii: "+") && plusIsSpace) }) else { return String(text) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else { return nil }
                decoded.append(high << 4 | low)
            } else if byte == UInt8(ascii: "+") && plusIsSpace {
                decoded.append(UInt8(ascii: " "))
            } else {
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
