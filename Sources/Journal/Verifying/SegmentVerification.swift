import Glibc

/// Checks one file of a journal behind the files before it.
struct SegmentVerification {
    let file: OpenFile
    let segment: SegmentName
    /// Whether it is the newest file, the only one that may end in the middle of a line.
    let isLast: Bool
    let settling: (attempts: Int, pause: Int32)

    /// Walks through the file; stops at the first line that is not sound and writes it into the verdict.
    func run(_ walk: inout ChainWalk, into verdict: inout JournalVerdict) throws(JournalFault) {
        walk.enter(segment.description)
        let expected = walk.check.point.nextSeq
        guard segment.firstSeq == expected else {
            verdict.outcome = .altered
            verdict.firstBad = JournalDamage(
                file: segment.description,
                seq: expected,
                offset: 0,
                flaw: .wrongSeq,
                detail: "the file begins with seq \(segment.firstSeq) by its name"
            )
            return
        }
        var reader = LineReader(file)
        var attempts = settling.attempts
        while let piece = try reader.next() {
            guard let flaw = try walk.take(piece) else { continue }
            guard flaw == .unfinished, isLast else {
                verdict.outcome = .altered
                verdict.firstBad = try walk.blame(flaw, at: piece, reading: &reader).damage
                return
            }
            if attempts > 0 {
                attempts -= 1
                _ = poll(nil, 0, settling.pause)
                reader = LineReader(file, from: walk.check.point.offset)
                continue
            }
            verdict.outcome = .tornTail
            verdict.firstBad = try walk.blame(flaw, at: piece, reading: &reader).damage
            verdict.tornBytes = piece.end - piece.offset
            return
        }
    }
}
