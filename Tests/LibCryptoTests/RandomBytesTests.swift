import LibCrypto
import Testing

@Suite("Random bytes")
struct RandomBytesTests {
    @Test("as many bytes come as were asked for", arguments: [0, 1, 32, 1 << 20, 3 << 20 | 7])
    func count(count: Int) throws {
        #expect(try RandomBytes.make(count: count).count == count)
    }

    @Test("a negative count gives none")
    func negative() throws {
        #expect(try RandomBytes.make(count: -1).isEmpty)
    }

    @Test("no two draws are alike, and every byte of a long draw is filled")
    func fresh() throws {
        var seen: Set<[UInt8]> = []
        for _ in 0..<1000 { seen.insert(try RandomBytes.make(count: 16)) }
        #expect(seen.count == 1000)
        // The chance that 64 random bytes in a row are all zero is 2^-512: a piece left unfilled would show.
        let long = try RandomBytes.make(count: 3 << 20 | 64)
        for start in stride(from: 0, to: long.count, by: 64) where long[start...].prefix(64).allSatisfy({ $0 == 0 }) {
            Issue.record("bytes from \(start) were not filled")
        }
    }
}
