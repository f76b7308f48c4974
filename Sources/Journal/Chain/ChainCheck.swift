import Glibc
import LibCrypto

/// Follows the chain: each line's number, its link to the line before, and its form.
struct ChainCheck: ~Copyable {
    /// Where a chain stands: what the next line must begin with.
    struct Point: Sendable, Equatable {
        /// Where in its file the next line begins.
        var offset: Int64
        var nextSeq: Int64
        /// The hash of the line before; zero before the first.
        var prev: SHA256Digest

        static let beginning = Point(offset: 0, nextSeq: JournalLine.firstSeq, prev: .zero)
    }

    private(set) var point: Point
    /// How the next line must begin.
    private var head: [UInt8] = []
    private var hasher: SHA256Hasher

    init(from point: Point) throws(JournalFault) {
        self.point = point
        do throws(LibCryptoFault) {
            hasher = try SHA256Hasher()
        } catch {
            throw .cannotHash(error.description)
        }
        head.reserveCapacity(JournalLine.longestHead)
        JournalLine.appendHead(seq: point.nextSeq, prev: point.prev, to: &head)
    }

    /// Takes the next line if it is sound; otherwise says what is wrong and stays where it is.
    ///
    /// A `brokenLink` means that this line and the one before do not fit: which of them was changed, only the line after can tell.
    mutating func take(_ piece: LineReader.Piece) throws(JournalFault) -> LineFlaw? {
        guard piece.ending == .lineFeed else { return piece.ending == .tooLong ? .tooLong : .unfinished }
        let line = piece.line
        // The shortest record after the head still has a member.
        guard line.count > head.count + 4, line.count < JournalLine.longest, line[line.count - 1] == UInt8(ascii: "}") else {
            return line.count >= JournalLine.longest ? .tooLong : .malformed
        }
        guard headMatches(line) else {
            guard let found = LineHead(line) else { return .malformed }
            return found.seq == point.nextSeq ? .brokenLink : .wrongSeq
        }
        guard LineText.isWellFormed(UnsafeRawBufferPointer(rebasing: line[head.count...])) else { return .notText }
        point = Point(offset: piece.end, nextSeq: point.nextSeq + 1, prev: try hash(piece))
        JournalLine.advanceHead(&head, toSeq: point.nextSeq, prev: point.prev)
        return nil
    }

    /// Moves on to the beginning of the next file.
    mutating func enterNextFile() {
        point.offset = 0
    }

    /// The hash by which the next line would have to name this piece.
    mutating func hash(_ piece: LineReader.Piece) throws(JournalFault) -> SHA256Digest {
        do throws(LibCryptoFault) {
            try hasher.update(piece.framed)
            return try hasher.finishAndRestart()
        } catch {
            throw .cannotHash(error.description)
        }
    }

    private func headMatches(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let start = line.baseAddress else { return false }
        return head.withUnsafeBytes { expected in
            expected.baseAddress.map { memcmp($0, start, expected.count) == 0 } ?? false
        }
    }
}
