import Glibc
import LibCrypto

/// Reads the newest file of a journal: checks its chain, and looks for records that still wait in the store.
///
/// The whole file is checked as long as it has at most `window` bytes, else the last `window` of it; older files are looked at only
/// for the link to their last line. `wfm-bridge journal verify` checks everything.
struct TailScan {
    let directory: JournalDirectory
    /// How many bytes at the end of the file are read; a file of this size takes about a quarter of a second.
    var window: Int64 = 256 << 20
    /// Ids of the records that wait in the store.
    let pending: Set<String>

    func read(_ segment: SegmentName, after previous: SegmentName?) throws(JournalFault) -> TailReading {
        let path = directory.path(of: segment)
        let (file, size) = try JournalFault.wrapping { () throws(SystemFailure) in
            let file = try OpenFile(path, O_RDONLY)
            return (file, try file.size)
        }
        let from = size > window ? size - window : 0
        var reader = LineReader(file, from: from, to: size)
        if from > 0 { _ = try reader.next() }
        var piece = try reader.next()
        let start = try startingPoint(of: segment, after: previous, isWhole: from == 0, first: piece)
        var walk = try ChainWalk(from: start, in: segment.description)
        var reading = TailReading(
            segment: segment,
            size: size,
            good: start,
            asFound: .init(nextSeq: start.nextSeq, prev: start.prev)
        )
        reading.isWhole = from == 0
        while let line = piece {
            note(line, at: reading.damage == nil ? walk.check.point : nil, in: &reading)
            if reading.damage == nil, let flaw = try walk.take(line) {
                reading.restHasLineFeed = line.ending == .lineFeed || (line.ending == .tooLong && line.end < size)
                try countAsFound(line, with: &walk, in: &reading)
                let (damage, after) = try walk.blame(flaw, at: line, reading: &reader)
                reading.damage = damage
                if let after {
                    piece = after
                    continue
                }
            } else if reading.damage == nil {
                reading.good = walk.check.point
                reading.asFound = .init(nextSeq: reading.good.nextSeq, prev: reading.good.prev)
            } else {
                try countAsFound(line, with: &walk, in: &reading)
            }
            piece = try reader.next()
        }
        if reading.damage == nil, let last = walk.last { try parse(last, before: walk.beforeLast, of: file, in: &reading) }
        return reading
    }

    /// Where the chain must stand at the first line that is read.
    private func startingPoint(
        of segment: SegmentName,
        after previous: SegmentName?,
        isWhole: Bool,
        first: LineReader.Piece?
    ) throws(JournalFault) -> ChainCheck.Point {
        if isWhole, let previous { return try closingPoint(of: previous, before: segment) }
        if isWhole, segment.firstSeq == JournalLine.firstSeq { return .beginning }
        // The window begins inside the file, or what came before was removed: the first line is taken at its word.
        guard let first, let head = LineHead(first.line) else {
            return ChainCheck.Point(offset: first?.offset ?? 0, nextSeq: segment.firstSeq, prev: .zero)
        }
        return ChainCheck.Point(offset: first.offset, nextSeq: head.seq, prev: head.prev)
    }

    /// What the first line of a file must say, from the last line of the file before as it lies there.
    private func closingPoint(of previous: SegmentName, before segment: SegmentName) throws(JournalFault) -> ChainCheck.Point {
        let path = directory.path(of: previous)
        let (file, size) = try JournalFault.wrapping { () throws(SystemFailure) in
            let file = try OpenFile(path, O_RDONLY)
            return (file, try file.size)
        }
        // A line longer than a line may be is nothing to hash; the window always begins before the last complete line.
        var reader = LineReader(file, from: max(0, size - 2 * Int64(JournalLine.longest)), to: size)
        var check = try ChainCheck(from: .beginning)
        var prev = SHA256Digest.zero
        while let piece = try reader.next(), piece.ending == .lineFeed { prev = try check.hash(piece) }
        return ChainCheck.Point(offset: 0, nextSeq: segment.firstSeq, prev: prev)
    }

    /// Looks for ids that matter in a line, sound or not.
    private func note(_ piece: LineReader.Piece, at point: ChainCheck.Point?, in reading: inout TailReading) {
        guard piece.ending == .lineFeed, let head = LineHead(piece.line) else { return }
        let id = LineOpening(UnsafeRawBufferPointer(rebasing: piece.line[head.end...])).recordID
        if pending.contains(id) {
            reading.pendingIDs.insert(id)
            if reading.firstPending == nil, let point { reading.firstPending = point }
        } else if id.hasPrefix(JournalRecovery.idPrefix) {
            reading.recoveredIDs.insert(id)
        }
    }

    private func countAsFound(_ piece: LineReader.Piece, with walk: inout ChainWalk, in reading: inout TailReading) throws(JournalFault) {
        guard piece.ending != .endOfFile else { return }
        var next = reading.asFound.nextSeq + 1
        // A readable number counts, so that none is given twice; one that is out of all reason does not.
        if piece.ending == .lineFeed, let seq = LineHead(piece.line)?.seq, seq >= next, seq < next + 1_000_000 { next = seq + 1 }
        let prev = piece.ending == .lineFeed ? try walk.hash(piece) : reading.asFound.prev
        reading.asFound = .init(nextSeq: next, prev: prev)
    }

    /// No later line vouches for the last one, so at least its form is looked at closely.
    private func parse(
        _ last: ChainWalk.Place,
        before: ChainCheck.Point,
        of file: OpenFile,
        in reading: inout TailReading
    ) throws(JournalFault) {
        guard let fault = try LastLine(in: file, from: last.offset, to: reading.good.offset).fault else { return }
        reading.damage = JournalDamage(file: last.file, seq: last.seq, offset: last.offset, flaw: .notJSON, detail: fault)
        reading.good = before
        reading.restHasLineFeed = true
    }
}
