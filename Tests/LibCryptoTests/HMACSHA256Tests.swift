import LibCrypto
import Testing

@Suite("HMAC-SHA256")
struct HMACSHA256Tests {
    struct Example: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let hex: String
    }

    /// RFC 4231, sections 4.2 to 4.8; case 5 is truncated there to its first 16 bytes.
    static let examples: [Example] = [
        Example(
            key: repeated(0x0b, 20),
            message: Array("Hi There".utf8),
            hex: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Example(
            key: Array("Jefe".utf8),
            message: Array("what do ya want for nothing?".utf8),
            hex: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Example(
            key: repeated(0xaa, 20),
            message: repeated(0xdd, 50),
            hex: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Example(
            key: (1...25).map { UInt8($0) },
            message: repeated(0xcd, 50),
            hex: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Example(
            key: repeated(0x0c, 20),
            message: Array("Test With Truncation".utf8),
            hex: "a3b6167473100ee06e0c796c2955552b"
        ),
        Example(
            key: repeated(0xaa, 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            hex: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Example(
            key: repeated(0xaa, 131),
            message: Array(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                    .utf8
            ),
            hex: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    static func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }

    @Test("the published examples come out", arguments: examples)
    func published(example: Example) throws {
        let tag = try HMACSHA256Key(example.key).authenticate(example.message)
        #expect(tag.hex.hasPrefix(example.hex))
    }

    @Test("an empty key and an empty message are a message like any other")
    func empty() throws {
        let tag = try HMACSHA256Key([]).authenticate([])
        #expect(tag.hex == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("wherever the message is cut, the tag is that of the whole")
    func everyCut() throws {
        let key = try HMACSHA256Key(Self.examples[5].key)
        let message = (0..<200).map { UInt8($0) }
        let whole = try key.authenticate(message)
        for cut in 0...message.count {
            #expect(try key.authenticate(parts: [message[..<cut], message[cut...]]) == whole)
            var authentication = try key.start()
            try authentication.update(message[..<cut])
            try authentication.update(message[cut...].lazy.map { $0 })
            #expect(try authentication.finalize() == whole)
        }
    }

    @Test("one key serves many messages, and an abandoned one leaves no trace")
    func reuse() throws {
        let key = try HMACSHA256Key(Self.examples[1].key)
        for _ in 0..<100 {
            var abandoned = try key.start()
            try abandoned.update([1, 2, 3])
            #expect(try key.authenticate(Self.examples[1].message).hex == Self.examples[1].hex)
        }
    }

    @Test("many threads share one key")
    func manyThreads() async throws {
        let key = try HMACSHA256Key(Self.examples[3].key)
        let messages = (0..<64).map { Self.repeated(UInt8($0), $0 * 13) }
        let expected = try messages.map { try key.authenticate($0).hex }
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<16 {
                group.addTask { try (0..<50).flatMap { _ in try messages.map { try key.authenticate($0).hex } } }
            }
            for try await tags in group {
                for (index, tag) in tags.enumerated() where tag != expected[index % expected.count] {
                    Issue.record("tag \(index) differs")
                }
            }
        }
    }

    @Test("every flipped bit of key or message changes the tag")
    func flippedBits() throws {
        let key = Self.repeated(0x55, 32)
        let message = Array("msg.1.body".utf8)
        var seen: Set<String> = [try HMACSHA256Key(key).authenticate(message).hex]
        for bit in 0..<(key.count * 8) {
            var other = key
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(try HMACSHA256Key(other).authenticate(message).hex)
        }
        for bit in 0..<(message.count * 8) {
            var other = message
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(try HMACSHA256Key(key).authenticate(other).hex)
        }
        #expect(seen.count == 1 + (key.count + message.count) * 8)
    }

    @Test("tags are equal only when all 256 bits are")
    func tagEquality() throws {
        let tag = try HMACSHA256Key([1]).authenticate([2])
        #expect(HMACSHA256Tag(bytes: tag.bytes) == tag)
        for bit in 0..<256 {
            var other = tag.bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(HMACSHA256Tag(bytes: other) != tag)
        }
        #expect(HMACSHA256Tag(bytes: tag.bytes.dropLast()) == nil)
        #expect(HMACSHA256Tag(bytes: tag.bytes + [0]) == nil)
        #expect(HMACSHA256Tag(bytes: []) == nil)
    }

    @Test("a tag does not print itself")
    func redacted() throws {
        let tag = try HMACSHA256Key([1]).authenticate([2])
        #expect("\(tag)" == "HMACSHA256Tag(redacted)")
        #expect(Base64.decode(tag.base64.utf8) == tag.bytes)
    }
}
