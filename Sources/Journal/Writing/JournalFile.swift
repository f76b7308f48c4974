// The C structure `stat` belongs to whichever C module the compiler met first: Glibc's or this one.
import CDispatch
import Glibc
import LibCrypto

/// The file that lines are appended to: the only place that writes to the journal.
///
/// An actor on a queue of its own: its state is the chain's, and its calls block.
actor JournalFile {
    private let executor = QueueExecutor(label: "wfm-bridge.journal")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let directory: JournalDirectory
    private let disk: JournalDisk
    private var lock: DirectoryLock?
    var segment: SegmentName
    /// Nil after a write was refused: the next attempt opens the file anew.
    private var file: OpenFile?
    /// Up to where everything is on the disk, and what the next line must begin with.
    var synced: ChainCheck.Point
    private var hasher: SHA256Hasher
    /// A fault after which nothing is written any more.
    private var end: JournalFault?
    private var buffer: [UInt8] = []

    /// Takes the lock; `recover` must follow before anything is appended.
    init(_ directory: JournalDirectory, disk: JournalDisk) throws(JournalFault) {
        try JournalFault.wrapping { () throws(SystemFailure) in try directory.create() }
        self.directory = directory
        self.disk = disk
        lock = try DirectoryLock(directory)
        segment = SegmentName(firstSeq: JournalLine.firstSeq)
        synced = .beginning
        hasher = try JournalFile.newHasher()
    }

    /// The number of the last line that is on the disk; 0 before the first.
    var lastSeq: Int64 { synced.nextSeq - 1 }

    /// Appends a line for each content and returns once they are on the disk.
    ///
    /// When a write is refused, what it left of a line is cut off before the next attempt, on a descriptor of its own. After a
    /// failed sync nothing more is written: the caller must end the process.
    func append(_ contents: [[UInt8]]) throws(JournalFault) -> SyncedLines {
        if let end { throw end }
        do throws(JournalFault) {
            return try write(contents)
        } catch {
            file = nil
            if !error.isPassing { end = error }
            throw error
        }
    }

    private func write(_ contents: [[UInt8]]) throws(JournalFault) -> SyncedLines {
        let file = try openForAppending()
        let point = try render(contents)
        try writeBuffer(to: file)
        let duration = try synchronize(file)
        let lines = SyncedLines(
            firstSeq: synced.nextSeq,
            lastSeq: point.nextSeq - 1,
            bytes: buffer.count,
            syncDuration: duration
        )
        synced = point
        return lines
    }

    /// Fills the buffer with the lines and returns where the chain stands behind them.
    private func render(_ contents: [[UInt8]]) throws(JournalFault) -> ChainCheck.Point {
        buffer.removeAll(keepingCapacity: true)
        return try JournalFile.render(contents, from: synced, into: &buffer, with: &hasher)
    }

    /// The lines of contents behind a point of the chain.
    static func render(
        _ contents: [[UInt8]],
        from point: ChainCheck.Point,
        into buffer: inout [UInt8],
        with hasher: inout SHA256Hasher
    ) throws(JournalFault) -> ChainCheck.Point {
        var point = point
        let before = buffer.count
        do throws(LibCryptoFault) {
            for content in contents {
                let start = buffer.count
                JournalLine.append(content: content, seq: point.nextSeq, prev: point.prev, to: &buffer)
                try hasher.update(CollectionOfOne(0 as UInt8))
                try hasher.update(buffer[start...])
                point.prev = try hasher.finishAndRestart()
                point.nextSeq += 1
                buffer.append(0x0A)
            }
        } catch {
            throw .cannotHash(error.description)
        }
        point.offset += Int64(buffer.count - before)
        return point
    }

    static func newHasher() throws(JournalFault) -> SHA256Hasher {
        do throws(LibCryptoFault) {
            return try SHA256Hasher()
        } catch {
            throw .cannotHash(error.description)
        }
    }

    private func writeBuffer(to file: OpenFile) throws(JournalFault) {
        var written = 0
        while written < buffer.count {
            let taken = buffer[written...].withUnsafeBytes { rest in
                retryingInterrupted { disk.write(file.descriptor, rest) }
            }
            guard taken >= 0 else { throw .cannotWrite(SystemFailure("write", file.path)) }
            written += taken
        }
    }

    private func synchronize(_ file: OpenFile) throws(JournalFault) -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        guard disk.synchronize(file.descriptor) == 0 else { throw .cannotSync(SystemFailure("fdatasync", file.path)) }
        return clock.now - start
    }

    /// The file as it was left, open; cuts off what an earlier, refused write left behind.
    private func openForAppending() throws(JournalFault) -> OpenFile {
        let path = directory.path(of: segment)
        let isNew = file == nil
        let file = try JournalFault.wrapping(JournalFault.cannotWrite) { () throws(SystemFailure) in
            if let file = self.file { file } else { try OpenFile(path, O_WRONLY | O_APPEND) }
        }
        let status = try JournalFault.wrapping(JournalFault.cannotWrite) { () throws(SystemFailure) in try file.status() }
        let size = Int64(status.st_size)
        guard status.st_nlink > 0 else { throw .changedUnderneath(path: path, detail: "it was deleted") }
        guard size >= synced.offset else {
            throw .changedUnderneath(path: path, detail: "it has \(size) bytes, \(synced.offset) were written")
        }
        if size > synced.offset {
            guard isNew else { throw .changedUnderneath(path: path, detail: "it has \(size) bytes, \(synced.offset) were written") }
            try JournalFault.wrapping(JournalFault.cannotWrite) { () throws(SystemFailure) in try file.truncate(to: synced.offset) }
        }
        self.file = file
        return file
    }

    /// Lets go of the file and the lock.
    func close() {
        file = nil
        lock = nil
        end = end ?? .closed
    }
}
