import Logging
import Notation
import Synchronization
import Telemetry

/// The rounds of the writer: fetch, append and sync, prune.
struct JournalCopying {
    let writer: JournalWriter
    /// How long to wait before a failed round is tried again.
    private(set) var pause = Duration.zero
    private var nextPause: Duration

    /// Everything up to here is pruned.
    private var position = Int64.min
    /// Lines that are synced and whose records are not pruned yet. Nothing is appended before they are.
    private var unpruned: Synced?
    /// When the store was last asked for what waits.
    private var lastAsked = UnixMicroseconds.min

    private struct Synced {
        /// The proof: only a finished sync makes one.
        let lines: SyncedLines?
        let through: Int64
        let rows: Int
    }

    init(writer: JournalWriter) {
        self.writer = writer
        nextPause = writer.settings.firstPause
    }

    /// Copies all that waits; false if something failed that may pass.
    mutating func round() async throws(JournalFault) -> Bool {
        let now = writer.clock.now()
        writer.condition.withLock { $0.roundBegins(at: now) }
        do {
            while try await step() {}
            nextPause = writer.settings.firstPause
            let asked = lastAsked
            writer.condition.withLock { $0.drained(asOf: asked) }
            writer.reportLag()
            return true
        } catch {
            try await failed(error)
            return false
        }
    }

    /// One batch; false if there was nothing more.
    private mutating func step() async throws -> Bool {
        try await pruneSynced()
        let limit = writer.settings.batchRecords
        lastAsked = writer.clock.now()
        let fetched = try await writer.feed.pending(position, limit)
        guard let oldest = fetched.first else { return false }
        let now = writer.clock.now()
        writer.condition.withLock { $0.found(rows: fetched.count, oldest: oldest.storedAt, at: now) }
        if fetched.count == limit { try await measure() }
        unpruned = try await append(batch(of: fetched))
        try await pruneSynced()
        return fetched.count == limit || position < (fetched.last?.ordinal ?? position)
    }

    /// As many of the records as may share a sync.
    private func batch(of fetched: [PendingRecord]) -> ArraySlice<PendingRecord> {
        var bytes = 0
        let end = fetched.firstIndex { record in
            bytes += record.content.count
            return bytes > writer.settings.batchBytes
        }
        return fetched.prefix(max(1, end ?? fetched.count))
    }

    private func append(_ batch: ArraySlice<PendingRecord>) async throws -> Synced? {
        guard let last = batch.last else { return nil }
        var contents: [[UInt8]] = []
        contents.reserveCapacity(batch.count)
        for record in batch where !writer.present.contains(record.recordID) {
            let (bytes, isStored) = record.lineContent
            if !isStored {
                writer.logger.error(
                    "a stored journal record was not fit for a line and was replaced",
                    metadata: ["record.id": "\(record.recordID)"]
                )
            }
            contents.append(bytes)
        }
        guard !contents.isEmpty else { return Synced(lines: nil, through: last.ordinal, rows: batch.count) }
        let lines = try await writer.file.append(contents)
        writer.metrics.appended(contents, syncDuration: lines.syncDuration)
        return Synced(lines: lines, through: last.ordinal, rows: batch.count)
    }

    private mutating func pruneSynced() async throws {
        guard let synced = unpruned else { return }
        try await writer.feed.prune(synced.through)
        unpruned = nil
        position = synced.through
        writer.condition.withLock { condition in
            condition.appended(through: synced.lines?.lastSeq ?? condition.lastSeq, rows: synced.rows)
        }
    }

    /// Asks the store how much waits.
    private func measure() async throws {
        let backlog = try await writer.feed.backlog()
        let now = writer.clock.now()
        writer.condition.withLock { $0.measured(backlog, at: now) }
        writer.reportLag()
    }

    private mutating func failed(_ error: any Error) async throws(JournalFault) {
        let fault = error as? JournalFault
        let label = fault?.label ?? "feed"
        writer.metrics.failed(label)
        if let fault, !fault.isPassing {
            writer.condition.withLock { $0.died(label) }
            writer.logger.critical(
                "the journal cannot go on: the process must end",
                metadata: .fields([.error: "\(label)", .errorDetail: "\(fault)"])
            )
            throw fault
        }
        if fault != nil {
            let now = writer.clock.now()
            writer.condition.withLock { $0.refused(label, at: now) }
            writer.logger.error(
                "the journal cannot be written, it is tried again",
                metadata: .fields([.error: "\(label)", .errorDetail: "\(error)"])
            )
        } else {
            writer.logger.error(
                "the store does not answer the journal, it is asked again",
                metadata: .fields([.error: "\(label)", .errorDetail: "\(error)"])
            )
        }
        pause = nextPause
        nextPause = min(nextPause * 2, writer.settings.longestPause)
        // Only for the gauges: the store may be what fails.
        try? await measure()
    }
}
