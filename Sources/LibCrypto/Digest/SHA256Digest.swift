/// The 32 bytes of a SHA-256 digest, held inline.
///
/// For values anybody may know (chains, file digests): `==` may tell by its time where two digests differ.
/// An authentication code is an `HMACSHA256Tag`.
package struct SHA256Digest: Sendable, Hashable {
    private var words: Words

    /// The digest of 64 zeros in hex: what the first link of a chain points at.
    package static let zero = SHA256Digest { _ in }

    /// The digest whose 32 bytes these are; nil for any other number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == SHA256.byteCount else { return nil }
        words = Words()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// The digest written as 64 lower-case hex digits; nil for anything else, so that one digest has one spelling.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.decode(hex), let digest = SHA256Digest(bytes: bytes) else { return nil }
        self = digest
    }

    /// A digest that `fill` writes at the address it is given: exactly 32 bytes of room, zero at first.
    init(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        words = Words()
        words.fill(fill)
    }

    /// The 32 bytes, as an array.
    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The digest as 64 lower-case hex digits.
    package var hex: String { withUnsafeBytes { Hexadecimal.encode($0) } }

    /// Lends the 32 bytes without copying them to the heap.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }
}

extension SHA256Digest: CustomStringConvertible {
    package var description: String { hex }
}

/// 32 bytes of storage without padding.
struct Words: Sendable, Hashable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    mutating func fill(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        withUnsafeMutableBytes(of: &self) { raw in
            guard let start = raw.baseAddress else { return }
            start.withMemoryRebound(to: UInt8.self, capacity: raw.count, body)
        }
    }
}
