// The C structure `stat` belongs to whichever C module the compiler met first: Glibc's or this one.
import CDispatch
import Glibc
import LibCrypto

/// Checks a journal offline: every number, every link, every line's form, in bounded memory.
///
/// The hash in each line covers the whole line before it, so no line needs to be parsed; the last line, which no other vouches for,
/// is parsed strictly.
package struct JournalVerifier: Sendable {
    /// A directory with a journal's files, or one file of it.
    package let path: String
    /// How often, and with what pause in milliseconds, the end of the newest file is looked at again when it stops in the middle of a
    /// line: a bridge that is running may be writing it just now.
    package var settling: (attempts: Int, pause: Int32) = (5, 10)

    package init(path: String) {
        self.path = path
    }

    /// Reads everything. Blocks: call it where blocking does no harm.
    package func verify() -> JournalVerdict {
        var verdict = JournalVerdict()
        do throws(JournalFault) {
            let (directory, segments, isWhole) = try files()
            guard let first = segments.first else {
                verdict.outcome = .unreadable
                verdict.obstacle = "no journal files in \(path) (a journal's files are named by 20 digits and .jsonl)"
                return verdict
            }
            try verify(segments, in: directory, from: first, isWhole: isWhole, into: &verdict)
        } catch {
            verdict.outcome = .unreadable
            verdict.obstacle = "\(error)"
        }
        return verdict
    }

    private func files() throws(JournalFault) -> (JournalDirectory, [SegmentName], isWhole: Bool) {
        try JournalFault.wrapping { () throws(SystemFailure) in
            var status = stat()
            guard stat(path, &status) == 0 else { throw SystemFailure("stat", path) }
            if status.st_mode & S_IFMT == S_IFDIR {
                let directory = JournalDirectory(path: path)
                return (directory, try directory.segments(), true)
            }
            let slash = path.lastIndex(of: "/")
            let directory = JournalDirectory(path: slash.map { String(path[..<$0]) } ?? ".")
            let name = SegmentName(slash.map { String(path[path.index(after: $0)...]) } ?? path)
            return (directory, name.map { [$0] } ?? [], false)
        }
    }

    private func verify(
        _ segments: [SegmentName],
        in directory: JournalDirectory,
        from first: SegmentName,
        isWhole: Bool,
        into verdict: inout JournalVerdict
    ) throws(JournalFault) {
        if isWhole, first.firstSeq != JournalLine.firstSeq {
            verdict.outcome = .altered
            verdict.firstBad = JournalDamage(
                file: first.description,
                seq: JournalLine.firstSeq,
                offset: 0,
                flaw: .wrongSeq,
                detail: "the files with the lines before seq \(first.firstSeq) are missing"
            )
            return
        }
        let start = try startingPoint(of: first, in: directory)
        var walk = try ChainWalk(from: start, in: first.description)
        for segment in segments where verdict.outcome == .sound {
            verdict.files += 1
            let path = directory.path(of: segment)
            let file = try JournalFault.wrapping { () throws(SystemFailure) in try OpenFile(path, O_RDONLY) }
            let isLast = segment == segments.last
            try SegmentVerification(file: file, segment: segment, isLast: isLast, settling: settling).run(&walk, into: &verdict)
            verdict.bytes += walk.check.point.offset
        }
        try conclude(walk, from: start, first: first, in: directory, into: &verdict)
    }

    /// A journal's first file begins the chain; one file out of the middle is taken at the word of its first line.
    private func startingPoint(of first: SegmentName, in directory: JournalDirectory) throws(JournalFault) -> ChainCheck.Point {
        var point = ChainCheck.Point(offset: 0, nextSeq: first.firstSeq, prev: .zero)
        guard first.firstSeq != JournalLine.firstSeq else { return point }
        let path = directory.path(of: first)
        let file = try JournalFault.wrapping { () throws(SystemFailure) in try OpenFile(path, O_RDONLY) }
        var reader = LineReader(file)
        if let piece = try reader.next(), let head = LineHead(piece.line) { point.prev = head.prev }
        return point
    }

    /// Parses the last line and fills in numbers and times.
    private func conclude(
        _ walk: borrowing ChainWalk,
        from start: ChainCheck.Point,
        first: SegmentName,
        in directory: JournalDirectory,
        into verdict: inout JournalVerdict
    ) throws(JournalFault) {
        guard let last = walk.last else { return }
        if verdict.outcome != .altered {
            let path = directory.path(of: last.file)
            let file = try JournalFault.wrapping { () throws(SystemFailure) in try OpenFile(path, O_RDONLY) }
            let line = try LastLine(in: file, from: last.offset, to: walk.check.point.offset)
            if let fault = line.fault {
                verdict.outcome = .altered
                verdict.firstBad = JournalDamage(file: last.file, seq: last.seq, offset: last.offset, flaw: .notJSON, detail: fault)
            } else {
                verdict.lastTime = line.timestamp
            }
        }
        let sound = verdict.outcome == .altered ? min(last.seq, (verdict.firstBad?.seq ?? .max) - 1) : last.seq
        guard sound >= start.nextSeq else { return }
        verdict.lines = sound - start.nextSeq + 1
        verdict.firstSeq = start.nextSeq
        verdict.lastSeq = sound
        let path = directory.path(of: first)
        let file = try JournalFault.wrapping { () throws(SystemFailure) in try OpenFile(path, O_RDONLY) }
        var reader = LineReader(file)
        if let piece = try reader.next() { verdict.firstTime = LastLine.timestamp(of: piece.line) }
    }
}
