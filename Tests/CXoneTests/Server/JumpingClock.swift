import Notation
import Reconciliation
import Synchronization

/// A clock that jumps to wherever somebody wants to sleep until, and remembers it. Starts at 2026-11-20T15:00:00Z.
final class JumpingClock: Sendable {
    private struct State {
        var now: UnixMicroseconds = 1_795_186_800_000_000
        var jumps: [Int64] = []
    }

    private let state = Mutex(State())

    var wallClock: WallClock {
        WallClock(
            now: { self.state.withLock { $0.now } },
            sleepUntil: { time in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.jumps.append(max(0, time - state.now))
                    state.now = max(state.now, time)
                }
            }
        )
    }

    var now: Instant { Instant(microseconds: state.withLock { $0.now }) }

    /// How long each sleep was, in seconds.
    var sleeps: [Double] { state.withLock { $0.jumps.map { Double($0) / 1_000_000 } } }

    func advance(by duration: Duration) {
        state.withLock { $0.now = (Instant(microseconds: $0.now) + duration).microseconds }
    }
}
