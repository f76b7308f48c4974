import LibCrypto
import Testing

@Suite("SHA-256 digests as values")
struct SHA256DigestTests {
    let bytes = (0..<32).map { UInt8($0 * 8 + 3) }

    @Test("bytes and hex both lead back to the digest")
    func roundTrips() throws {
        let digest = try #require(SHA256Digest(bytes: bytes))
        #expect(digest.bytes == bytes)
        #expect(digest.hex == "030b131b232b333b434b535b636b737b838b939ba3abb3bbc3cbd3dbe3ebf3fb")
        #expect(SHA256Digest(hex: digest.hex) == digest)
        #expect("\(digest)" == digest.hex)
        #expect(digest.withUnsafeBytes { Array($0) } == bytes)
    }

    @Test("equal digests hash alike and every differing bit shows")
    func equality() throws {
        let digest = try #require(SHA256Digest(bytes: bytes))
        #expect(Set([digest, SHA256Digest(bytes: bytes)]).count == 1)
        for bit in 0..<256 {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(SHA256Digest(bytes: other) != digest)
        }
    }

    @Test("zero is 32 zero bytes")
    func zero() {
        #expect(SHA256Digest.zero.bytes == [UInt8](repeating: 0, count: 32))
    }

    @Test("any other number of bytes is refused", arguments: [0, 1, 31, 33, 64])
    func wrongLength(count: Int) {
        #expect(SHA256Digest(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test(
        "text that is not 64 lower-case hex digits is refused",
        arguments: [
            "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "0", count: 66),
            String(repeating: "A", count: 64), String(repeating: "g", count: 64), String(repeating: " ", count: 64),
            "0x" + String(repeating: "0", count: 62), String(repeating: "é", count: 32), String(repeating: "0", count: 63) + "\n",
        ]
    )
    func wrongHex(text: String) {
        #expect(SHA256Digest(hex: text) == nil)
    }
}
