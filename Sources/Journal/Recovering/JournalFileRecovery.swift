import Glibc
import LibCrypto
import Notation

extension JournalFile {
    /// How long a batch that was not promised to anybody can be, in bytes; what is longer is looked at no further.
    private static let longestRest: Int64 = 64 << 20

    /// Reads what there is, puts its end right, records that, and is ready to append.
    ///
    /// - Parameter pending: the oldest records that wait in the store, at least as many as a batch can have.
    func recover(
        pending: [PendingRecord],
        acceptDamage: Bool,
        now: UnixMicroseconds,
        boot: String
    ) throws(JournalFault) -> (recovery: JournalRecovery, present: Set<String>) {
        let segments = try JournalFault.wrapping { () throws(SystemFailure) in try directory.segments() }
        guard let newest = segments.last else {
            try begin(at: .beginning, with: [])
            return (JournalRecovery(), [])
        }
        let scan = TailScan(directory: directory, pending: Set(pending.map(\.recordID)))
        let reading = try scan.read(newest, after: segments.dropLast().last)
        segment = newest
        var recovery = JournalRecovery()
        var made: (number: Int, offset: Int64)?
        switch try judge(reading, pending) {
        case .sound:
            synced = reading.good
        case .rewrite(let point):
            recovery.rewrittenBytes = reading.size - point.offset
            try cut(to: point)
        case .torn(let aside, let point):
            let copies = TornCopies(directory: directory, segment: newest)
            let number = try JournalFault.wrapping { () throws(SystemFailure) in try copies.make(from: aside, to: reading.size) }
            made = (number, aside)
            recovery.rewrittenBytes = aside - point.offset
            try cut(to: point)
        case .damaged(let damage):
            guard acceptDamage else { throw .damaged(damage) }
            recovery.acceptedDamage = damage
            try goOn(behind: damage, in: reading, at: now, boot: boot)
            return (recovery, reading.pendingIDs)
        }
        recovery.tornTails = try TornCopies(directory: directory, segment: newest).unrecorded(made: made, in: reading)
        if !recovery.tornTails.isEmpty {
            _ = try append(recovery.tornTails.map { $0.record(at: now, boot: boot).encoded() })
        }
        return (recovery, [])
    }

    private func judge(_ reading: TailReading, _ pending: [PendingRecord]) throws(JournalFault) -> TailJudgement {
        let point = reading.firstPending ?? reading.good
        let count = reading.size - point.offset
        guard count > 0 else { return .sound }
        guard count <= JournalFile.longestRest else { return TailJudgement(of: reading, rest: nil, expected: []) }
        let path = directory.path(of: reading.segment)
        let rest = try JournalFault.wrapping { () throws(SystemFailure) in
            try OpenFile(path, O_RDONLY).read(at: point.offset, count: Int(count))
        }
        var expected: [UInt8] = []
        var hasher = try JournalFile.newHasher()
        _ = try JournalFile.render(pending.map { $0.lineContent.bytes }, from: point, into: &expected, with: &hasher)
        return TailJudgement(of: reading, rest: rest, expected: expected)
    }

    /// Cuts the file back, durably.
    private func cut(to point: ChainCheck.Point) throws(JournalFault) {
        let path = directory.path(of: segment)
        try JournalFault.wrapping(JournalFault.cannotSync) { () throws(SystemFailure) in
            let file = try OpenFile(path, O_WRONLY)
            try file.truncate(to: point.offset)
            try file.synchronize()
        }
        synced = point
    }

    /// Begins a new file behind a damaged one, which stays as it is, with the record that says so.
    private func goOn(
        behind damage: JournalDamage,
        in reading: TailReading,
        at now: UnixMicroseconds,
        boot: String
    ) throws(JournalFault) {
        // Waiting records that were met in the damaged file count as written: it must be durable before they are pruned.
        let damaged = directory.path(of: reading.segment)
        try JournalFault.wrapping(JournalFault.cannotSync) { () throws(SystemFailure) in
            try OpenFile(damaged, O_RDONLY).synchronize()
        }
        let point = ChainCheck.Point(offset: 0, nextSeq: reading.asFound.nextSeq, prev: reading.asFound.prev)
        try begin(at: point, with: [damage.acceptance(at: now, boot: boot).encoded()])
    }

    /// Makes a file that begins at a point of the chain, durable with its first lines and its name.
    private func begin(at point: ChainCheck.Point, with contents: [[UInt8]]) throws(JournalFault) {
        segment = SegmentName(firstSeq: point.nextSeq)
        let path = directory.path(of: segment)
        // Under another name until its lines are on the disk: a file of the journal is never there without them.
        let unfinished = directory.path(of: ".segment-unfinished")
        var lines: [UInt8] = []
        var hasher = try JournalFile.newHasher()
        let end = try JournalFile.render(contents, from: point, into: &lines, with: &hasher)
        try JournalFault.wrapping(JournalFault.cannotWrite) { () throws(SystemFailure) in
            let file = try OpenFile(unfinished, O_WRONLY | O_CREAT | O_TRUNC)
            try file.writeAll(lines)
            try file.synchronize()
            guard rename(unfinished, path) == 0 else { throw SystemFailure("rename", path) }
            try OpenFile.synchronizeDirectory(directory.path)
        }
        synced = end
    }
}
