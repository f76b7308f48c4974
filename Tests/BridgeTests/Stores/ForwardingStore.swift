import Reconciliation
import Store

/// A store in front of another one: what it does not do itself, the other does.
protocol ForwardingStore: Store {
    var base: any Store { get }
}

extension ForwardingStore {
    func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance {
        try await base.accept(submission)
    }

    func withdraw(_ order: Withdrawal) async throws(StoreFault) -> WithdrawalAnswer {
        try await base.withdraw(order)
    }

    func agenda() async throws(StoreFault) -> [AgendaItem] {
        try await base.agenda()
    }

    func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier {
        try await base.dossier(of: agent)
    }

    func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer {
        try await base.recordIntent(order)
    }

    func settle(_ settlement: Settlement) async throws(StoreFault) {
        try await base.settle(settlement)
    }

    func requestCancellation(of change: ChangeID, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) -> Bool {
        try await base.requestCancellation(of: change, at: now, records: records)
    }

    func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory? {
        try await base.change(id)
    }

    func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory] {
        try await base.changes(of: agent, reference: reference, limit: limit)
    }

    func agent(_ id: AgentID) async throws(StoreFault) -> AgentState? {
        try await base.agent(id)
    }

    func agents(of tenant: TenantName, after userID: String?, limit: Int) async throws(StoreFault) -> [AgentState] {
        try await base.agents(of: tenant, after: userID, limit: limit)
    }

    func explanation(of agent: AgentID) async throws(StoreFault) -> [UInt8]? {
        try await base.explanation(of: agent)
    }

    func upcoming(from start: Instant, until end: Instant, limit: Int) async throws(StoreFault) -> [Change] {
        try await base.upcoming(from: start, until: end, limit: limit)
    }

    func openChanges() async throws(StoreFault) -> [ChangeState: Int] {
        try await base.openChanges()
    }

    func stampede(_ question: StampedeQuestion) async throws(StoreFault) -> StampedeCount {
        try await base.stampede(question)
    }

    func holds(openOnly: Bool, after: HoldID?, limit: Int) async throws(StoreFault) -> [Hold] {
        try await base.holds(openOnly: openOnly, after: after, limit: limit)
    }

    func openHolds() async throws(StoreFault) -> [HoldReason: Int] {
        try await base.openHolds()
    }

    func release(_ order: HoldRelease) async throws(StoreFault) -> HoldReleaseAnswer {
        try await base.release(order)
    }

    func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery] {
        try await base.claimDeliveries(claim)
    }

    func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault) {
        try await base.settleDelivery(settlement)
    }

    func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant? {
        try await base.nextDelivery(at: endpoint)
    }

    func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts] {
        try await base.deliveryCounts()
    }

    func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault) {
        try await base.record(records, at: now)
    }

    func journalRows(after ordinal: Int64, limit: Int) async throws(StoreFault) -> [JournalRow] {
        try await base.journalRows(after: ordinal, limit: limit)
    }

    func pruneJournalRows(through ordinal: Int64) async throws(StoreFault) {
        try await base.pruneJournalRows(through: ordinal)
    }

    func journalLag() async throws(StoreFault) -> JournalLag {
        try await base.journalLag()
    }

    func switches() async throws(StoreFault) -> Switches {
        try await base.switches()
    }

    func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try await base.setPaused(paused, at: now, records: records)
    }

    func setShadow(_ scope: ShadowScope, _ isOn: Bool?, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try await base.setShadow(scope, isOn, at: now, records: records)
    }

    func sweep(_ retention: Retention, at now: Instant) async throws(StoreFault) -> Bool {
        try await base.sweep(retention, at: now)
    }

    func probe(at now: Instant) async throws(StoreFault) {
        try await base.probe(at: now)
    }

    func close() async throws(StoreFault) {
        try await base.close()
    }
}
