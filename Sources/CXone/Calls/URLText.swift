/// Percent-encoding for the places of a URL that hold what others wrote.
package enum URLText {
    /// A text as one segment of a path; nil where no encoding can keep it one.
    ///
    /// Everything but the unreserved characters (RFC 3986, section 2.3) is encoded. Empty texts and the segments `.` and `..`
    /// cannot be made safe: the dots are unreserved, and `%2E%2E` means the same to everybody who normalises paths
    /// (section 6.2.2), so that a status of the user `..` would be written to another address.
    static func pathSegment(_ text: String) -> String? {
        guard !text.isEmpty, text != ".", text != ".." else { return nil }
        return encode(text)
    }

    /// Names and values as the query of a URL; a space becomes `%20` and a plus sign `%2B`.
    package static func query(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    /// Names and values as an `application/x-www-form-urlencoded` body, where a space is a plus sign.
    static func form(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(encode($0.name, space: "+"))=\(encode($0.value, space: "+"))" }.joined(separator: "&")
    }

    /// A text as a part of a path or a query.
    package static func encode(_ text: String, space: String = "%20") -> String {
        var encoded = ""
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " "):
                encoded += space
            default:
                encoded += "%"
                encoded.unicodeScalars.append(digit(byte >> 4))
                encoded.unicodeScalars.append(digit(byte & 15))
            }
        }
        return encoded
    }

    private static func digit(_ value: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10)
    }
}
