import HeapModule
import Notation
import Reconciliation
import Synchronization

/// The only time there is: a heap of what happens when. Time stands still while anybody runs, then jumps.
final class Timeline: Sendable {
    private enum What {
        case wake(UInt64)
        case act(@Sendable () -> Void)
    }

    private struct Entry: Comparable {
        let at: UnixMicroseconds
        let order: UInt64
        let what: What

        static func < (left: Entry, right: Entry) -> Bool { (left.at, left.order) < (right.at, right.order) }
        static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }
    }

    private struct State {
        var now: UnixMicroseconds
        var heap: Heap<Entry> = []
        var order: UInt64 = 0
        var sleepers: [UInt64: CheckedContinuation<Bool, Never>] = [:]

        mutating func add(_ at: UnixMicroseconds, _ what: What) {
            order += 1
            heap.insert(Entry(at: at, order: order, what: what))
        }
    }

    private let state: Mutex<State>

    init(start: Instant) {
        state = Mutex(State(now: start.microseconds))
    }

    var now: Instant { state.withLock { Instant(microseconds: $0.now) } }

    /// The clock that everything in the simulation is given.
    ///
    /// - Parameter executor: where all of it runs.
    func clock(on executor: DriverExecutor) -> WallClock {
        WallClock(now: { self.now.microseconds }, sleepUntil: { try await self.sleep(until: $0) }, executor: executor)
    }

    /// Has something happen at a time, or next if that is over.
    func at(_ time: Instant, _ act: @escaping @Sendable () -> Void) {
        state.withLock { $0.add(max(time.microseconds, $0.now), .act(act)) }
    }

    /// Nothing more happens, and who still sleeps is told that nobody will wake him: timers belong to no task that was cancelled.
    func clear() {
        // What the entries hold may call back here when it goes, so it goes outside.
        let (old, sleepers) = state.withLock { state in
            let old = (state.heap, state.sleepers)
            state.heap = []
            state.sleepers = [:]
            return old
        }
        withExtendedLifetime(old) {}
        for id in sleepers.keys.sorted() { sleepers[id]?.resume(returning: false) }
    }

    func sleep(until time: UnixMicroseconds) async throws {
        let id = state.withLock { state in
            state.order += 1
            return state.order
        }
        let woke = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if time <= state.now { return true }
                    state.sleepers[id] = continuation
                    state.add(time, .wake(id))
                    return nil
                }
                if let isOver { continuation.resume(returning: isOver) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.resume(returning: false)
        }
        if !woke { throw CancellationError() }
    }

    /// Goes on to what happens next; false if nothing does before the end, where time then stands.
    func step(until end: Instant) -> Bool {
        while true {
            let next = state.withLock { state -> (What, CheckedContinuation<Bool, Never>?)? in
                guard let first = state.heap.min, first.at <= end.microseconds else {
                    state.now = max(state.now, end.microseconds)
                    return nil
                }
                state.heap.removeMin()
                guard case .wake(let id) = first.what else {
                    state.now = max(state.now, first.at)
                    return (first.what, nil)
                }
                // Who was cancelled sleeps no more, and time does not stop for him.
                guard let sleeper = state.sleepers.removeValue(forKey: id) else { return (first.what, nil) }
                state.now = max(state.now, first.at)
                return (first.what, sleeper)
            }
            guard let (what, sleeper) = next else { return false }
            switch what {
            case .act(let act): act()
            case .wake:
                guard let sleeper else { continue }
                sleeper.resume(returning: true)
            }
            return true
        }
    }
}
