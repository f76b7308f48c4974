import Glibc

/// Reads the lines of a file in their order, in bounded memory.
struct LineReader: ~Copyable {
    /// One line, or what stands where one should be. Its bytes are valid until the next is read.
    struct Piece {
        /// A zero byte and the line without its line feed: what its hash is taken of. Empty where the line is too long.
        let framed: UnsafeRawBufferPointer
        /// Where in the file the line begins.
        let offset: Int64
        /// Where in the file the next line begins.
        let end: Int64
        let ending: Ending

        /// The line without its line feed.
        var line: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: framed.dropFirst()) }
    }

    enum Ending {
        case lineFeed
        case endOfFile
        /// Longer than a line may be; skipped up to and with its line feed, or to the end of the file.
        case tooLong
    }

    private let file: OpenFile
    private let buffer: UnsafeMutableRawBufferPointer
    private let base: UnsafeMutableRawPointer
    /// What was read and not handed out is `start..<end`; the byte before `start` is free for the zero.
    private var start = 1
    private var end = 1
    /// Where in the file the byte at `start` lies.
    private var offset: Int64
    /// Nothing from here on is read: a file that grows meanwhile is read as it was.
    private let limit: Int64

    private static let chunk = 1 << 20

    init(_ file: OpenFile, from offset: Int64 = 0, to limit: Int64 = .max) {
        self.file = file
        self.offset = offset
        self.limit = limit
        base = .allocate(byteCount: LineReader.chunk + JournalLine.longest + 1, alignment: 64)
        buffer = UnsafeMutableRawBufferPointer(start: base, count: LineReader.chunk + JournalLine.longest + 1)
    }

    deinit {
        base.deallocate()
    }

    /// The next line; nil at the end of the file.
    mutating func next() throws(JournalFault) -> Piece? {
        var searched = start
        while true {
            if let found = memchr(base + searched, 0x0A, end - searched) {
                return handOut(to: base.distance(to: found), skipping: 1, .lineFeed)
            }
            if end - start >= JournalLine.longest { return try skipLongLine() }
            searched = end
            let moved = start
            guard try fill() else { return end > start ? handOut(to: end, skipping: 0, .endOfFile) : nil }
            searched -= moved - start
        }
    }

    private mutating func handOut(to lineEnd: Int, skipping feed: Int, _ ending: Ending) -> Piece {
        buffer[start - 1] = 0
        let piece = Piece(
            framed: UnsafeRawBufferPointer(rebasing: buffer[(start - 1)..<lineEnd]),
            offset: offset,
            end: offset + Int64(lineEnd + feed - start),
            ending: ending
        )
        offset = piece.end
        start = lineEnd + feed
        return piece
    }

    private mutating func skipLongLine() throws(JournalFault) -> Piece {
        let from = offset
        while true {
            offset += Int64(end - start)
            start = end
            guard try fill() else { break }
            if let found = memchr(base + start, 0x0A, end - start) {
                let after = base.distance(to: found) + 1
                offset += Int64(after - start)
                start = after
                break
            }
        }
        return Piece(framed: UnsafeRawBufferPointer(start: nil, count: 0), offset: from, end: offset, ending: .tooLong)
    }

    /// Reads more behind what is there; false at the end of the file.
    private mutating func fill() throws(JournalFault) -> Bool {
        if end == buffer.count || start == end {
            let count = end - start
            memmove(base + 1, base + start, count)
            start = 1
            end = 1 + count
        }
        let place = offset + Int64(end - start)
        let wanted = Int(min(Int64(min(buffer.count - end, LineReader.chunk)), limit - place))
        guard wanted > 0 else { return false }
        let got = retryingInterrupted { pread(file.descriptor, base + end, wanted, off_t(place)) }
        guard got >= 0 else { throw .unreadable(SystemFailure("read", file.path)) }
        end += got
        return got > 0
    }
}
