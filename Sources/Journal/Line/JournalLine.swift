import LibCrypto

/// The form of one line of the journal: `{"seq":N,"prev":"<64 hex>",` and the content's members, `}`, line feed.
package enum JournalLine {
    /// A line with its line feed, in bytes.
    package static let longest = 65_536

    /// What a content may measure so that its line fits whatever its number: the head takes 102 bytes at most.
    package static let longestContent = longest - 128

    /// The number of the first line of a journal.
    package static let firstSeq: Int64 = 1

    /// The most bytes a head can take: 19 digits of seq and the 64 digits of prev.
    static let longestHead = 7 + 19 + 9 + 64 + 2

    /// Writes `{"seq":N,"prev":"…",`: all that comes before the content's members.
    static func appendHead(seq: Int64, prev: SHA256Digest, to bytes: inout [UInt8]) {
        append("{\"seq\":", to: &bytes)
        appendDecimal(seq, to: &bytes)
        append(",\"prev\":\"", to: &bytes)
        prev.withUnsafeBytes { digest in
            for byte in digest {
                bytes.append(hexDigit(byte >> 4))
                bytes.append(hexDigit(byte & 15))
            }
        }
        append("\",", to: &bytes)
    }

    /// Writes the line of a content, without its line feed. The content must be a JSON object with at least one member.
    static func append(content: [UInt8], seq: Int64, prev: SHA256Digest, to bytes: inout [UInt8]) {
        appendHead(seq: seq, prev: prev, to: &bytes)
        bytes.append(contentsOf: content.dropFirst())
    }

    private static func append(_ text: StaticString, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func appendDecimal(_ number: Int64, to bytes: inout [UInt8]) {
        let start = bytes.count
        var rest = number
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
