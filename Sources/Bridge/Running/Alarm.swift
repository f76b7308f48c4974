import Notation
import Synchronization

/// Wakes one waiting loop. A ring while nobody waits is kept; many rings are one.
final class Alarm: Sendable {
    private struct State {
        var rung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state in
            guard let waiter = state.waiter else {
                state.rung = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns at the next ring, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goOn = state.withLock { state in
                    if state.rung || Task.isCancelled {
                        state.rung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if goOn { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }

    /// Returns at the next ring, at a time, or when the task is cancelled.
    func wait(until time: UnixMicroseconds?, clock: WallClock) async {
        guard let time else { return await wait() }
        guard time > clock.now() else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await clock.sleepUntil(time)
                if !Task.isCancelled { self.ring() }
            }
            await wait()
            group.cancelAll()
        }
    }
}
