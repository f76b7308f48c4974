import Notation
import Synchronization

/// The progress that everything that runs at once writes on; tells every change of it.
final class ProgressBoard: Sendable {
    private let progress: Mutex<ReplayProgress>
    private let tell: @Sendable (ReplayProgress) -> Void

    init(_ fixture: Fixture, tell: @escaping @Sendable (ReplayProgress) -> Void) {
        let outcomes = fixture.expected.count { $0.event != nil }
        progress = Mutex(ReplayProgress(steps: fixture.steps.count, outcomes: outcomes, length: fixture.length))
        self.tell = tell
    }

    func update(_ change: (inout ReplayProgress) -> Void) {
        progress.withLock { progress in
            change(&progress)
            // Under the lock, so that what is told comes in order; it must not come back here.
            tell(progress)
        }
    }
}
