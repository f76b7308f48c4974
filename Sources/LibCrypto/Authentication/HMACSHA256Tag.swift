/// The 32 bytes of an HMAC-SHA256, compared in constant time only.
package struct HMACSHA256Tag: Sendable {
    /// The number of bytes of a tag.
    package static let byteCount = 32

    private var words: Words

    /// A received tag; nil for any other number of bytes than 32.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == HMACSHA256Tag.byteCount else { return nil }
        words = Words()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// A tag that `fill` writes at the address it is given: exactly 32 bytes of room.
    init(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        words = Words()
        words.fill(fill)
    }

    /// The 32 bytes, as an array.
    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The tag as 64 lower-case hex digits.
    package var hex: String { withUnsafeBytes { Hexadecimal.encode($0) } }

    /// The tag as padded base64, 44 characters.
    package var base64: String { withUnsafeBytes { Base64.encode($0) } }

    /// Lends the 32 bytes without copying them to the heap.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }
}

extension HMACSHA256Tag: Equatable {
    /// Whether both are the same, in a time that does not depend on where they differ.
    package static func == (left: HMACSHA256Tag, right: HMACSHA256Tag) -> Bool {
        left.withUnsafeBytes { leftBytes in
            right.withUnsafeBytes { rightBytes in ConstantTime.equal(leftBytes, rightBytes) }
        }
    }
}

extension HMACSHA256Tag: CustomStringConvertible {
    /// Redacted: the expected code of a message is as good as the key for that message.
    package var description: String { "HMACSHA256Tag(redacted)" }
}
