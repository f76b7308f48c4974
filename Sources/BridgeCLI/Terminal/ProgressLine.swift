import Notation
import Rehearsal
import Synchronization

/// The progress of a rehearsal in one line of the terminal.
final class ProgressLine: Sendable {
    private let hasEnded = Mutex(false)

    func show(_ progress: ReplayProgress) {
        guard Terminal.errorsAreSeen, !hasEnded.withLock({ $0 }) else { return }
        let width = 30
        let done = min(width, max(0, Int(progress.fraction * Double(width))))
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        let percent = min(100, max(0, Int(progress.fraction * 100)))
        Terminal.progress("\(bar) \(percent) %  \(progress.outcomesDone)/\(progress.outcomes) outcomes  \(progress.latest)")
    }

    func end() {
        hasEnded.withLock { $0 = true }
        Terminal.progress("")
    }
}
