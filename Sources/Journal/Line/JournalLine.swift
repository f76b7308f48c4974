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
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 64))
        bytes.withUnsafeMutableBytes { writeHex(of: prev, to: $0, at: start) }
        append("\",", to: &bytes)
    }

    /// Turns the head of a line into that of the next, in place: the number is one more and the link another.
    static func advanceHead(_ head: inout [UInt8], toSeq seq: Int64, prev: SHA256Digest) {
        // A number of nines gets a digit more: written anew.
        var digit = head.count - 2 - 64 - 9 - 1
        while digit >= 7, head[digit] == UInt8(ascii: "9") { digit -= 1 }
        guard digit >= 7 else {
            head.removeAll(keepingCapacity: true)
            appendHead(seq: seq, prev: prev, to: &head)
            return
        }
        head[digit] += 1
        while digit < head.count - 2 - 64 - 9 - 1 {
            digit += 1
            head[digit] = UInt8(ascii: "0")
        }
        head.withUnsafeMutableBytes { writeHex(of: prev, to: $0, at: $0.count - 2 - 64) }
    }

    private static func writeHex(of digest: SHA256Digest, to bytes: UnsafeMutableRawBufferPointer, at start: Int) {
        digest.withUnsafeBytes { digest in
            for index in 0..<SHA256.byteCount {
                let byte = UInt16(truncatingIfNeeded: digest[index])
                // Both digits at once: the value of a digit, plus the distance from "9" to "a" where it is above nine.
                let values = (byte & 0x0F) << 8 | byte >> 4
                let above = ((values &+ 0x0606) >> 4) & 0x0101
                let digits = values &+ 0x3030 &+ above &* 39
                bytes.storeBytes(of: digits.littleEndian, toByteOffset: start + 2 * index, as: UInt16.self)
            }
        }
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
}
