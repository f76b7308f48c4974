import Reconciliation
import Store
import Synchronization
import TestSupport

/// A real store that can be told to refuse, or to let nobody's acceptance through for a while.
final class TroubledStore: ForwardingStore {
    private struct State {
        var isFull = false
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
        var arrivals: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let base: any Store
    private let state = Mutex(State())

    init(_ base: any Store) {
        self.base = base
    }

    /// Whether the disk is full.
    func setFull(_ value: Bool) { state.withLock { $0.isFull = value } }

    /// Holds back everything that would be accepted, until `open`.
    func shut() { state.withLock { $0.isClosed = true } }

    func open() {
        let waiters = state.withLock { state in
            state.isClosed = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once so many acceptances have been asked for in all.
    func waitForArrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrived < count { state.arrivals.append((count, continuation)) }
                return state.arrived >= count
            }
            if isThere { continuation.resume() }
        }
    }

    private func write() throws(StoreFault) {
        if state.withLock({ $0.isFull }) { throw .cannotRecord("database or disk is full") }
    }

    func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance {
        let content = state.withLock { state in
            state.arrived += 1
            let arrived = state.arrived
            let content = state.arrivals.filter { $0.count <= arrived }
            state.arrivals.removeAll { $0.count <= arrived }
            return content
        }
        for item in content { item.continuation.resume() }
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                if state.isClosed { state.waiters.append(continuation) }
                return state.isClosed
            }
            if !waits { continuation.resume() }
        }
        try write()
        return try await base.accept(submission)
    }

    func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault) {
        try write()
        try await base.record(records, at: now)
    }

    func probe(at now: Instant) async throws(StoreFault) {
        try write()
        try await base.probe(at: now)
    }
}
