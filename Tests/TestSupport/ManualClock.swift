package import Notation
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: Sendable {
    private struct Sleeper {
        let id: Int
        let until: UnixMicroseconds
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let id: Int
        let count: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: UnixMicroseconds
        var nextID = 0
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []

        mutating func newID() -> Int {
            nextID += 1
            return nextID
        }

        /// The first to wake among those due by then; of equals the one that lay down first.
        mutating func takeFirst(by time: UnixMicroseconds) -> Sleeper? {
            let due = sleepers.indices.filter { sleepers[$0].until <= time }
            let first = due.min { (sleepers[$0].until, sleepers[$0].id) < (sleepers[$1].until, sleepers[$1].id) }
            return first.map { sleepers.remove(at: $0) }
        }

        mutating func takeContentWatchers() -> [Watcher] {
            let content = watchers.filter { $0.count <= sleepers.count }
            watchers.removeAll { $0.count <= sleepers.count }
            return content
        }
    }

    private let state: Mutex<State>

    /// Starts at 2026-11-20T15:00:00Z unless told otherwise.
    package init(at start: UnixMicroseconds = 1_795_186_800_000_000) {
        state = Mutex(State(now: start))
    }

    /// The clock to hand to what is tested.
    package var wallClock: WallClock {
        WallClock(now: { self.now }, sleepUntil: { try await self.sleep(until: $0) })
    }

    package var now: UnixMicroseconds {
        state.withLock { $0.now }
    }

    /// How many are asleep.
    package var sleeperCount: Int {
        state.withLock { $0.sleepers.count }
    }

    /// When the first of those asleep is due.
    package var nextWake: UnixMicroseconds? {
        state.withLock { $0.sleepers.map(\.until).min() }
    }

    /// Moves forward and wakes all that fall due, earliest first.
    package func advance(by duration: Duration) {
        advance(to: now + duration.wholeMicroseconds)
    }

    /// Moves forward and wakes all that fall due, earliest first; a time already past changes nothing.
    ///
    /// While each is woken the clock shows its time. Woken tasks run when their executor lets them: where each must see its own time,
    /// advance to `nextWake` step by step.
    package func advance(to target: UnixMicroseconds) {
        while true {
            let woken = state.withLock { state -> Sleeper? in
                let sleeper = state.takeFirst(by: target)
                state.now = max(state.now, sleeper?.until ?? target)
                return sleeper
            }
            guard let woken else { return }
            woken.continuation.resume()
        }
    }

    /// Returns once at least that many are asleep.
    package func waitForSleepers(_ count: Int = 1) async throws {
        let id = state.withLock { $0.newID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Result<Void, CancellationError>? in
                    // Set before the handler below runs, so one of the two always sees the other.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.sleepers.count >= count { return .success(()) }
                    state.watchers.append(Watcher(id: id, count: count, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                state.watchers.firstIndex { $0.id == id }.map { state.watchers.remove(at: $0) }
            }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
    }

    private func sleep(until: UnixMicroseconds) async throws {
        let id = state.withLock { $0.newID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (outcome, content) = state.withLock { state -> (Result<Void, CancellationError>?, [Watcher]) in
                    if Task.isCancelled { return (.failure(CancellationError()), []) }
                    if until <= state.now { return (.success(()), []) }
                    state.sleepers.append(Sleeper(id: id, until: until, continuation: continuation))
                    return (nil, state.takeContentWatchers())
                }
                if let outcome { continuation.resume(with: outcome) }
                for watcher in content { watcher.continuation.resume() }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
    }
}
