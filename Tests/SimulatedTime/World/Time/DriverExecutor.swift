import Synchronization

/// Runs tasks on the driver's own thread, in the order in which they became ready, and only when the driver says so.
final class DriverExecutor: TaskExecutor {
    private struct Line {
        var jobs: [UnownedJob] = []
        var next = 0
    }

    private let line = Mutex(Line())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        line.withLock { $0.jobs.append(job) }
    }

    /// Runs jobs until none is ready.
    ///
    /// - Parameter most: jobs after which somebody goes round in circles.
    /// - Returns: whether all were run.
    func drain(most: Int) -> Bool {
        var count = 0
        while let job = pop() {
            job.runSynchronously(on: asUnownedTaskExecutor())
            count += 1
            if count > most { return false }
        }
        return true
    }

    private func pop() -> UnownedJob? {
        line.withLock { line in
            guard line.next < line.jobs.count else {
                line.jobs.removeAll(keepingCapacity: true)
                line.next = 0
                return nil
            }
            defer { line.next += 1 }
            return line.jobs[line.next]
        }
    }
}
