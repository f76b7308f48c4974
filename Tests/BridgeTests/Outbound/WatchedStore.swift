import Reconciliation
import Store
import Synchronization

/// A store that counts what the courier asks of it, and can refuse.
final class WatchedStore: Store {
    private struct State {
        var claims = 0
        var settled = 0
        var settlementsToRefuse = 0
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let base: any Store
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

    func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant? {
        try await base.nextDelivery(at: endpoint)
    }

    // MARK: Passed on

    func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance { try await base.accept(submission) }
    func agenda() async throws(StoreFault) -> [AgendaItem] { try await base.agenda() }
    func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier { try await base.dossier(of: agent) }
    func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer { try await base.recordIntent(order) }
    func settle(_ settlement: Settlement) async throws(StoreFault) { try await base.settle(settlement) }
    func requestCancellation(
        of change: ChangeID,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) -> Bool {
        try await base.requestCancellation(of: change, at: now, records: records)
    }
    func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory? { try await base.change(id) }
    func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory] {
        try await base.changes(of: agent, reference: reference, limit: limit)
    }
    func agent(_ id: AgentID) async throws(StoreFault) -> AgentState? { try await base.agent(id) }
    func openChanges() async throws(StoreFault) -> [ChangeState: Int] { try await base.openChanges() }
    func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts] { try await base.deliveryCounts() }
    func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault) { try await base.record(records, at: now) }
    func journalRows(after ordinal: Int64, limit: Int) async throws(StoreFault) -> [JournalRow] {
        try await base.journalRows(after: ordinal, limit: limit)
    }
    func pruneJournalRows(through ordinal: Int64) async throws(StoreFault) { try await base.pruneJournalRows(through: ordinal) }
    func journalLag() async throws(StoreFault) -> JournalLag { try await base.journalLag() }
    func switches() async throws(StoreFault) -> Switches { try await base.switches() }
    func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try await base.setPaused(paused, at: now, records: records)
    }
    func sweep(_ retention: Retention, at now: Instant) async throws(StoreFault) -> Bool { try await base.sweep(retention, at: now) }
    func probe(at now: Instant) async throws(StoreFault) { try await base.probe(at: now) }
    func close() async throws(StoreFault) { try await base.close() }
}
