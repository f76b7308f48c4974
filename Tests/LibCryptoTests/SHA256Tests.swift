import LibCrypto
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// FIPS 180-4 examples (NIST, "SHA256.pdf" and the long-message example of one million letters a).
    static let examples: [(message: String, hex: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test("the published examples come out", arguments: examples)
    func published(message: String, hex: String) throws {
        #expect(try SHA256.hash(message.utf8).hex == hex)
        #expect(try SHA256.hash(Array(message.utf8)).hex == hex)
        #expect(try Array(message.utf8).withUnsafeBytes { try SHA256.hash($0) }.hex == hex)
    }

    @Test("bytes that do not lie in one piece give the same digest")
    func scatteredBytes() throws {
        let message = Array("abc".utf8)
        #expect(
            try SHA256.hash(Array("cba".utf8).reversed() as ReversedCollection<[UInt8]>).hex == Self.examples[1].hex
        )
        #expect(try SHA256.hash(message.lazy.map { $0 }).hex == Self.examples[1].hex)
        #expect(try SHA256.hash(Array("xabcx".utf8)[1..<4]).hex == Self.examples[1].hex)
    }

    @Test("every flipped bit changes the digest")
    func flippedBits() throws {
        let message = (0..<100).map { UInt8($0) }
        let digest = try SHA256.hash(message)
        var seen: Set<SHA256Digest> = [digest]
        for bit in 0..<(message.count * 8) {
            var other = message
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(try SHA256.hash(other))
        }
        #expect(seen.count == 1 + message.count * 8)
    }

    @Test("many threads get the same digests as one")
    func manyThreads() async throws {
        let messages = (0..<64).map { count in [UInt8](repeating: UInt8(count), count: count * 17) }
        let expected = try messages.map { try SHA256.hash($0) }
        try await withThrowingTaskGroup(of: [SHA256Digest].self) { group in
            for _ in 0..<16 {
                group.addTask { try (0..<50).flatMap { _ in try messages.map { try SHA256.hash($0) } } }
            }
            for try await digests in group {
                for (index, digest) in digests.enumerated() where digest != expected[index % expected.count] {
                    Issue.record("digest \(index) differs")
                }
            }
        }
    }
}
