import Reconciliation
import Store
import Synchronization
import TestSupport

/// A real store that can be told to refuse, or to let nobody's acceptance through for a while.
final class TroubledStore: Store {
    private struct State {
        var isFull = false
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
        var arrivals: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let base: any Store
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

    func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer { try await base.recordIntent(order) }
    func settle(_ settlement: Settlement) async throws(StoreFault) { try await base.settle(settlement) }
    func agenda() async throws(StoreFault) -> [AgendaItem] { try await base.agenda() }
    func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier { try await base.dossier(of: agent) }
    func requestCancellation(of change: ChangeID, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) -> Bool {
        try await base.requestCancellation(of: change, at: now, records: records)
    }
    func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory? { try await base.change(id) }
    func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory] {
        try await base.changes(of: agent, reference: reference, limit: limit)
    }
    func agent(_ id: AgentID) async throws(StoreFault) -> AgentState? { try await base.agent(id) }
    func openChanges() async throws(StoreFault) -> [ChangeState: Int] { try await base.openChanges() }
    func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery] { try await base.claimDeliveries(claim) }
    func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault) { try await base.settleDelivery(settlement) }
    func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant? { try await base.nextDelivery(at: endpoint) }
    func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts] { try await base.deliveryCounts() }
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
    func close() async throws(StoreFault) { try await base.close() }
}
