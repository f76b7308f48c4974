import Reconciliation
import Synchronization

/// What a watcher of one change is told.
struct ChangeNews: Sendable, Hashable {
    var state: ChangeState
    var code: String?
    var detail: String?
    /// The status that the outcome rests on, if one was observed.
    var reading: LiveReading?
}

/// Lets a request wait for what becomes of its change.
final class ChangeWatch: Sendable {
    private let watchers = Mutex<[ChangeID: AsyncStream<ChangeNews>.Continuation]>([:])

    /// The news of a change from now on. Ends with `unwatch`.
    func watch(_ change: ChangeID) -> AsyncStream<ChangeNews> {
        let (stream, continuation) = AsyncStream.makeStream(of: ChangeNews.self, bufferingPolicy: .bufferingNewest(16))
        watchers.withLock { $0[change] = continuation }
        return stream
    }

    func unwatch(_ change: ChangeID) {
        watchers.withLock { $0.removeValue(forKey: change) }?.finish()
    }

    func tell(_ change: ChangeID, _ news: ChangeNews) {
        guard let watcher = watchers.withLock({ $0[change] }) else { return }
        watcher.yield(news)
    }
}
