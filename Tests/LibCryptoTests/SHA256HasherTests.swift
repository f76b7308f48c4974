import LibCrypto
import Testing

@Suite("SHA-256 in parts")
struct SHA256HasherTests {
    @Test("a hasher that saw nothing gives the digest of nothing")
    func nothing() throws {
        let hasher = try SHA256Hasher()
        #expect(try hasher.finalize() == SHA256.hash([]))
    }

    @Test("wherever the bytes are cut, the digest is that of the whole")
    func everyCut() throws {
        let message = (0..<257).map { UInt8(truncatingIfNeeded: $0 * 31) }
        let whole = try SHA256.hash(message)
        for cut in 0...message.count {
            var hasher = try SHA256Hasher()
            try hasher.update(message[..<cut])
            try hasher.update([])
            try hasher.update(message[cut...])
            #expect(try hasher.finalize() == whole, "cut at \(cut)")
        }
    }

    @Test("byte by byte gives the digest of the whole")
    func byteByByte() throws {
        let message = Array("The quick brown fox jumps over the lazy dog".utf8)
        var hasher = try SHA256Hasher()
        for byte in message { try hasher.update(CollectionOfOne(byte)) }
        #expect(try hasher.finalize().hex == "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592")
    }

    @Test("a restarted hasher remembers nothing of what came before")
    func restart() throws {
        var hasher = try SHA256Hasher()
        for length in 0..<70 {
            let message = [UInt8](repeating: 7, count: length)
            try hasher.update(message)
            #expect(try hasher.finishAndRestart() == SHA256.hash(message))
        }
    }
}
