import GRDB
import Logging
import Synchronization
import Telemetry

/// Carries out what the batcher says, on GRDB's own writer queue: Swift's cooperative threads never wait for a disk.
final class GroupCommit: Sendable {
    /// A verb with its caller: running it gives what to call once the commit is on disk.
    struct Job: Sendable {
        typealias Resume = @Sendable () -> Void
        let run: @Sendable (SQLiteTransaction) throws -> Resume
        let fail: @Sendable (StoreFault) -> Void
    }

    private let pool: DatabasePool
    private let journal: String
    private let log: Logger
    private let metrics: StoreMetrics
    private let batcher: Mutex<CommitBatcher<Job>>

    init(
        pool: DatabasePool,
        journal: String,
        log: Logger,
        bounds: CommitBatcher<Job>.Bounds = .init(),
        metrics: StoreMetrics
    ) {
        self.pool = pool
        self.journal = journal
        self.log = log
        self.metrics = metrics
        self.batcher = Mutex(CommitBatcher(bounds: bounds))
    }

    /// Runs a verb in the next shared transaction and returns when that is on disk.
    ///
    /// Cancelling the caller's task does not withdraw the verb: what was asked for is done, and its result is true.
    func perform<Value: Sendable>(
        rows: Int = 4,
        _ verb: @escaping @Sendable (SQLiteTransaction) throws -> Value
    ) async throws(StoreFault) -> Value {
        let result: Result<Value, StoreFault> = await withCheckedContinuation { continuation in
            let job = Job(
                run: { transaction in
                    let value = try verb(transaction)
                    return { continuation.resume(returning: .success(value)) }
                },
                fail: { continuation.resume(returning: .failure($0)) }
            )
            let isTaken = batcher.withLock { batcher in
                let addition = batcher.add(job, rows: rows)
                // Under the lock, so that a round begun before `close` also stands before it in the writer's queue.
                if addition == .start { startRound() }
                return addition != .closed
            }
            if !isTaken { job.fail(.closed) }
        }
        return try result.get()
    }

    /// Takes no more verbs and returns once those that wait are done. False if it was closed before.
    func close() async -> Bool {
        guard batcher.withLock({ $0.close() }) else { return false }
        await withCheckedContinuation { continuation in
            // The writer queue is serial and a round that is under way occupies it to its end.
            pool.asyncWriteWithoutTransaction { db in
                self.round(db)
                continuation.resume()
            }
        }
        return true
    }

    var waitingCount: Int { batcher.withLock { $0.waitingCount } }
    var isClosed: Bool { batcher.withLock { $0.isClosed } }

    private func startRound() {
        pool.asyncWriteWithoutTransaction { db in self.round(db) }
    }

    private func round(_ db: Database) {
        while true {
            let batch = batcher.withLock { $0.nextBatch() }
            if batch.isEmpty { return }
            commit(batch, db)
        }
    }

    private func commit(_ jobs: [Job], _ db: Database) {
        // Measured, never decided by.
        let began = ContinuousClock.now
        var verdicts = BatchVerdicts<Job.Resume>()
        var ending = BatchVerdicts<Job.Resume>.Ending.committed
        do {
            try runAll(jobs, db, into: &verdicts)
        } catch {
            // A full disk or an I/O error may have ended the transaction by itself; then this does nothing.
            try? db.rollback()
            let fault = StoreFault(error)
            log.error(
                "A commit failed",
                metadata: .fields([.error: "\(fault.label)", .errorDetail: "\(fault.detail)", .count: "\(jobs.count)"])
            )
            ending = .lost(fault)
        }
        let isCommitted = if case .committed = ending { true } else { false }
        metrics.committed(isCommitted ? .ok : .failed, verbs: jobs.count, took: ContinuousClock.now - began)
        for (job, verdict) in zip(jobs, verdicts.verdicts(of: jobs.count, ending: ending)) {
            switch verdict {
            case .success(let resume): resume()
            case .failure(let fault): job.fail(fault)
            }
        }
    }

    /// Throws if the transaction as a whole is lost.
    private func runAll(_ jobs: [Job], _ db: Database, into verdicts: inout BatchVerdicts<Job.Resume>) throws {
        let transaction = SQLiteTransaction(db: db, journal: journal)
        try transaction.run("BEGIN IMMEDIATE TRANSACTION")
        for job in jobs {
            try transaction.run("SAVEPOINT verb")
            do {
                let resume = try job.run(transaction)
                try transaction.run("RELEASE verb")
                verdicts.succeeded(resume)
            } catch {
                guard db.isInsideTransaction else { throw error }
                try transaction.undo()
                try transaction.run("RELEASE verb")
                verdicts.failed(StoreFault(error))
            }
        }
        try transaction.run("COMMIT TRANSACTION")
    }
}
