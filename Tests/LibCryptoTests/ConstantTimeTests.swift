import LibCrypto
import Testing

@Suite("Comparison in constant time")
struct ConstantTimeTests {
    @Test("equal bytes are equal, wherever they come from")
    func equal() {
        #expect(ConstantTime.equal([UInt8](), [UInt8]()))
        #expect(ConstantTime.equal([1, 2, 3] as [UInt8], [0, 1, 2, 3][1...] as ArraySlice<UInt8>))
        #expect(ConstantTime.equal("token".utf8, Array("token".utf8).lazy.map { $0 }))
    }

    @Test("different lengths are different, not a fault")
    func lengths() {
        #expect(!ConstantTime.equal([UInt8](), [0]))
        #expect(!ConstantTime.equal([1, 2, 3] as [UInt8], [1, 2]))
        #expect(!ConstantTime.equal([1, 2] as [UInt8], [1, 2, 0]))
    }

    @Test("every single differing bit is seen")
    func bits() {
        let bytes = (0..<40).map { UInt8($0) }
        for bit in 0..<(bytes.count * 8) {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!ConstantTime.equal(bytes, other))
        }
    }
}
