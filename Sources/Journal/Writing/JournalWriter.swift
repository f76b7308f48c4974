package import Logging
package import Metrics
package import Notation
import Synchronization

/// Copies records committed in the store into the journal's file: the one writer of a journal.
///
/// Open it, let `run()` run, call `wake()` after commits. A record is pruned from the store only after its line is synced.
package final class JournalWriter: Sendable {
    /// What was put right when the journal was opened.
    package let recovery: JournalRecovery

    let file: JournalFile
    let feed: JournalFeed
    let clock: WallClock
    let settings: WriterSettings
    let logger: Logger
    let metrics: JournalMetrics
    let condition: Mutex<JournalCondition>
    /// Waiting records that damage, when it was accepted, left in the file.
    let present: Set<String>

    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let stopping = Mutex(false)
    private let worker = Mutex<Task<Void, any Error>?>(nil)

    private init(
        file: JournalFile,
        feed: JournalFeed,
        clock: WallClock,
        settings: WriterSettings,
        logger: Logger,
        factory: any MetricsFactory,
        recovery: JournalRecovery,
        present: Set<String>,
        lastSeq: Int64
    ) {
        self.file = file
        self.feed = feed
        self.clock = clock
        self.settings = settings
        self.logger = logger
        self.recovery = recovery
        self.present = present
        metrics = JournalMetrics(factory: factory)
        condition = Mutex(JournalCondition(lastSeq: lastSeq))
        // Many wake-ups are one round; one during a round makes one more.
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        signal.yield()
    }

    /// Takes the journal's lock, puts its end right, and is ready to run.
    ///
    /// - Throws: `JournalFault`, or what the feed throws.
    package static func open(
        _ settings: WriterSettings,
        feed: JournalFeed,
        clock: WallClock,
        logger: Logger,
        factory: any MetricsFactory = MetricsSystem.factory,
        disk: JournalDisk = .system
    ) async throws -> JournalWriter {
        let file = try JournalFile(JournalDirectory(path: settings.directory), disk: disk)
        // A batch is pruned before the next is written: what is in the file and waits in the store is one batch at most. The
        // settings may have been larger at the time.
        let pending = try await feed.pending(.min, max(10_000, settings.batchRecords))
        let (recovery, present) = try await file.recover(
            pending: pending,
            acceptDamage: settings.acceptDamage,
            now: clock.now(),
            boot: settings.boot
        )
        recovery.log(to: logger)
        return JournalWriter(
            file: file,
            feed: feed,
            clock: clock,
            settings: settings,
            logger: logger,
            factory: factory,
            recovery: recovery,
            present: present,
            lastSeq: await file.lastSeq
        )
    }

    /// Says that something was committed. Cheap; many calls make one round.
    package func wake() {
        condition.withLock { condition in condition.woken(at: clock.now()) }
        signal.yield()
    }

    /// Whether records reach the file.
    package var health: JournalHealth {
        var limits = settings.lagLimits
        limits.age = stretched(limits.age)
        limits.patience = stretched(limits.patience)
        let now = clock.now()
        return condition.withLock { $0.health(at: now, limits: limits) }
    }

    /// The number of the last line that is on the disk; 0 before the first.
    package var lastSeq: Int64 { condition.withLock(\.lastSeq) }

    /// How far the file is behind the store, as last seen.
    package var backlog: JournalBacklog { condition.withLock(\.backlog) }

    /// Works until it is stopped or cancelled; then writes what still waits, for a bounded time, and lets go of the journal.
    ///
    /// - Throws: `JournalFault` if the journal cannot go on: the process must end; the store has what is missing.
    package func run() async throws {
        // A task of its own, because a cancelled one could not ask the store for what still waits.
        let task = Task { try await work() }
        worker.withLock { $0 = task }
        if stopping.withLock(\.self) { stop() }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            stop()
        }
    }

    /// Asks `run()` to write what waits and to return.
    package func stop() {
        stopping.withLock { $0 = true }
        signal.yield()
        guard let task = worker.withLock(\.self) else { return }
        // Not waited for: it only bounds the drain, and ends with it or with its own time.
        Task {
            try? await clock.sleep(for: stretched(settings.drainTime))
            task.cancel()
        }
    }

    private func work() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [self] in
                    while true {
                        try await clock.sleep(for: stretched(settings.poll))
                        reportLag()
                        signal.yield()
                    }
                }
                try await copyUntilStopped()
                group.cancelAll()
            }
        } catch {
            await file.close()
            throw error
        }
        await file.close()
    }

    private func copyUntilStopped() async throws {
        var copy = JournalCopying(writer: self)
        for await _ in signals {
            var isLast = stopping.withLock(\.self)
            if !isLast, settings.linger > .zero {
                try? await clock.sleep(for: stretched(settings.linger))
                isLast = stopping.withLock(\.self)
            }
            while try await !copy.round() {
                isLast = isLast || stopping.withLock(\.self)
                if isLast { break }
                try? await clock.sleep(for: stretched(copy.pause))
            }
            if isLast { return }
        }
    }

    /// Sets the gauges of the lag; done every second, also while a round hangs in the disk or the store.
    package func reportLag() {
        let backlog = backlog
        metrics.lag(rows: backlog.rows, microseconds: backlog.oldest.map { clock.now() - $0 } ?? 0)
    }

    /// A real duration on the clock in use.
    private func stretched(_ duration: Duration) -> Duration { duration * max(1, clock.speed) }
}
