import LibCrypto

/// The number and the link that a line begins with, read from its bytes.
struct LineHead: Equatable {
    let seq: Int64
    let prev: SHA256Digest
    /// Where the content's members begin.
    let end: Int

    /// Reads a head in the one spelling in which heads are written; nil for anything else.
    init?(_ line: UnsafeRawBufferPointer) {
        var cursor = 0
        func take(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard line.count - cursor >= count else { return false }
            for index in 0..<count where line[cursor + index] != text.utf8Start[index] { return false }
            cursor += count
            return true
        }
        guard take("{\"seq\":") else { return nil }
        var seq: Int64 = 0
        let digits = cursor
        while cursor < line.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[cursor]) {
            guard cursor - digits < 18 else { return nil }
            seq = seq * 10 + Int64(line[cursor] - UInt8(ascii: "0"))
            cursor += 1
        }
        guard cursor > digits, line[digits] != UInt8(ascii: "0"), take(",\"prev\":\""), line.count - cursor >= 64,
            let prev = SHA256Digest(hex: String(decoding: line[cursor..<cursor + 64], as: UTF8.self))
        else { return nil }
        cursor += 64
        guard take("\",") else { return nil }
        self.seq = seq
        self.prev = prev
        end = cursor
    }
}
