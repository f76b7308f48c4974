import Reconciliation
import Store
import Synchronization

/// A store that counts what the courier asks of it, and can refuse.
final class WatchedStore: ForwardingStore {
    private struct State {
        var claims = 0
        var settled = 0
        var settlementsToRefuse = 0
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let base: any Store
    private let state = Mutex(State())

    init(_ base: any Store) {
        self.base = base
    }

    var claims: Int { state.withLock { $0.claims } }

    func refuseSettlements(_ count: Int) { state.withLock { $0.settlementsToRefuse = count } }

    /// Returns once so many settlements have succeeded.
    func waitForSettlements(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.settled >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery] {
        state.withLock { $0.claims += 1 }
        return try await base.claimDeliveries(claim)
    }

    func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault) {
        let isRefused = state.withLock { state in
            guard state.settlementsToRefuse > 0 else { return false }
            state.settlementsToRefuse -= 1
            return true
        }
        if isRefused { throw .cannotRecord("the disk is full, says the test") }
        try await base.settleDelivery(settlement)
        let content = state.withLock { state in
            state.settled += 1
            let content = state.waiters.filter { $0.count <= state.settled }
            state.waiters.removeAll { $0.count <= state.settled }
            return content
        }
        for waiter in content { waiter.continuation.resume() }
    }
}
