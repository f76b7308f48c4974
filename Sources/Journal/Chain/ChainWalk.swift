import LibCrypto

/// Walks through the lines of a journal's files and, where the chain breaks, says which line is to blame.
struct ChainWalk: ~Copyable {
    /// Where a line lies.
    struct Place: Sendable, Equatable {
        let file: String
        let seq: Int64
        let offset: Int64
    }

    private(set) var check: ChainCheck
    /// The sound line taken last, and where the chain stood before it.
    private(set) var last: Place?
    private(set) var beforeLast: ChainCheck.Point
    /// The name of the file being walked through.
    private(set) var file: String

    init(from point: ChainCheck.Point, in file: String) throws(JournalFault) {
        check = try ChainCheck(from: point)
        beforeLast = point
        self.file = file
    }

    mutating func enter(_ file: String) {
        self.file = file
        check.enterNextFile()
    }

    /// Takes the next line if it is sound; otherwise says what is wrong with it and stays.
    mutating func take(_ piece: LineReader.Piece) throws(JournalFault) -> LineFlaw? {
        let before = check.point
        if let flaw = try check.take(piece) { return flaw }
        beforeLast = before
        last = Place(file: file, seq: before.nextSeq, offset: piece.offset)
        return nil
    }

    /// The hash by which a next line would have to name this piece.
    mutating func hash(_ piece: LineReader.Piece) throws(JournalFault) -> SHA256Digest {
        try check.hash(piece)
    }

    /// Which line is to blame for a flaw.
    ///
    /// For a broken link that is the line before if the line after still names this one by its bytes, for then this one was not
    /// changed; it is also the line before if there is no line after to tell. The line after is read from `reader` for it and
    /// handed back.
    mutating func blame(
        _ flaw: LineFlaw,
        at piece: LineReader.Piece,
        reading reader: inout LineReader
    ) throws(JournalFault) -> (damage: JournalDamage, after: LineReader.Piece?) {
        let seq = check.point.nextSeq
        var detail = ""
        if flaw == .wrongSeq, let found = LineHead(piece.line)?.seq { detail = "it says \(found)" }
        let here = JournalDamage(file: file, seq: seq, offset: piece.offset, flaw: flaw, detail: detail)
        guard flaw == .brokenLink else { return (here, nil) }
        let hash = try check.hash(piece)
        let after = try reader.next()
        let named = after.flatMap { $0.ending == .lineFeed ? LineHead($0.line)?.prev : nil }
        guard let last, after == nil || named == hash else {
            return (JournalDamage(file: file, seq: seq, offset: piece.offset, flaw: flaw, detail: "the link itself"), after)
        }
        let doubt = after == nil ? "or the link in seq \(seq) was changed" : ""
        return (JournalDamage(file: last.file, seq: last.seq, offset: last.offset, flaw: flaw, detail: doubt), after)
    }
}
