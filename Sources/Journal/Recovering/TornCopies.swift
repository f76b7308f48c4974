import Glibc
import LibCrypto

/// Keeps copies of torn tails beside the file they were cut from: `<file>.torn-<n>`.
struct TornCopies {
    let directory: JournalDirectory
    let segment: SegmentName

    /// Copies the end of the file, durably, and returns the copy's number.
    func make(from offset: Int64, to size: Int64) throws(SystemFailure) -> Int {
        let number = (try directory.tornTails(of: segment).last ?? 0) + 1
        let path = directory.path(of: name(number))
        // Copied under another name first, so that half a copy is never taken for a whole one.
        let unfinished = directory.path(of: ".torn-unfinished")
        let source = try OpenFile(directory.path(of: segment), O_RDONLY)
        let copy = try OpenFile(unfinished, O_WRONLY | O_CREAT | O_TRUNC)
        var position = offset
        while position < size {
            let bytes = try source.read(at: position, count: Int(min(1 << 20, size - position)))
            guard !bytes.isEmpty else { break }
            try copy.writeAll(bytes)
            position += Int64(bytes.count)
        }
        try copy.synchronize()
        guard rename(unfinished, path) == 0 else { throw SystemFailure("rename", path) }
        try OpenFile.synchronizeDirectory(directory.path)
        return number
    }

    /// The copies that the journal does not tell of yet.
    ///
    /// - Parameters:
    ///   - made: the number of the copy made at this start, and where it was cut.
    ///   - reading: the file; where only its end was read, older copies are left alone, their records may lie before it.
    func unrecorded(made: (number: Int, offset: Int64)?, in reading: TailReading) throws(JournalFault) -> [JournalRecovery.TornTail] {
        var tails: [JournalRecovery.TornTail] = []
        let numbers = try JournalFault.wrapping { () throws(SystemFailure) in try directory.tornTails(of: segment) }
        for number in numbers where reading.isWhole || number == made?.number {
            guard !reading.recoveredIDs.contains(JournalRecovery.idPrefix + name(number)) else { continue }
            let offset = number == made?.number ? made?.offset : nil
            tails.append(try describe(number, offset: offset))
        }
        return tails
    }

    private func describe(_ number: Int, offset: Int64?) throws(JournalFault) -> JournalRecovery.TornTail {
        do {
            let file = try OpenFile(directory.path(of: name(number)), O_RDONLY)
            var hasher = try SHA256Hasher()
            var size: Int64 = 0
            while case let bytes = try file.read(at: size, count: 1 << 20), !bytes.isEmpty {
                try hasher.update(bytes)
                size += Int64(bytes.count)
            }
            let digest = try hasher.finalize()
            return JournalRecovery.TornTail(
                copy: name(number),
                file: segment.description,
                offset: offset,
                bytes: size,
                sha256: digest.hex
            )
        } catch let failure as SystemFailure {
            throw .unreadable(failure)
        } catch {
            throw .cannotHash("\(error)")
        }
    }

    private func name(_ number: Int) -> String { "\(segment).torn-\(number)" }
}
