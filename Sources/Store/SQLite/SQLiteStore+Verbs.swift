package import Reconciliation

extension SQLiteStore: Store {
    // MARK: Intake

    package func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance {
        try await database.write(rows: 2 + 2 * submission.items.count) { try $0.accept(submission) }
    }

    package func withdraw(_ order: Withdrawal) async throws(StoreFault) -> WithdrawalAnswer {
        try await database.write(rows: 20) { try $0.withdraw(order) }
    }

    // MARK: Reconciliation

    package func agenda() async throws(StoreFault) -> [AgendaItem] {
        try await database.read { try $0.agenda() }
    }

    package func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier {
        try await database.read { try $0.dossier(of: agent) }
    }

    package func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer {
        try await database.write { try $0.recordIntent(order) }
    }

    package func settle(_ settlement: Settlement) async throws(StoreFault) {
        let deliveries = settlement.events.reduce(0) { $0 + 1 + 2 * $1.deliveries.count }
        let rows = 2 + 2 * settlement.transitions.count + deliveries + settlement.records.count
        try await database.write(rows: rows) { try $0.settle(settlement) }
    }

    package func requestCancellation(
        of change: ChangeID,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) -> Bool {
        try await database.write { try $0.requestCancellation(of: change, at: now, records: records) }
    }

    // MARK: Looking up

    package func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory? {
        try await database.read { try $0.story(id) }
    }

    package func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory] {
        try await database.read { try $0.stories(of: agent, reference: reference, limit: limit) }
    }

    package func agent(_ id: AgentID) async throws(StoreFault) -> AgentState? {
        try await database.read { try $0.agentState(id) }
    }

    package func agents(of tenant: TenantName, after userID: String?, limit: Int) async throws(StoreFault) -> [AgentState] {
        try await database.read { try $0.agents(of: tenant, after: userID, limit: limit) }
    }

    package func explanation(of agent: AgentID) async throws(StoreFault) -> [UInt8]? {
        try await database.read { try $0.explanation(of: agent) }
    }

    package func upcoming(from start: Instant, until end: Instant, limit: Int) async throws(StoreFault) -> [Change] {
        try await database.read { try $0.upcoming(from: start, until: end, limit: limit) }
    }

    package func openChanges() async throws(StoreFault) -> [ChangeState: Int] {
        try await database.read { try $0.openChangeCounts() }
    }

    // MARK: Holds

    package func stampede(_ question: StampedeQuestion) async throws(StoreFault) -> StampedeCount {
        try await database.read { try $0.stampede(question) }
    }

    package func holds(openOnly: Bool, after: HoldID?, limit: Int) async throws(StoreFault) -> [Hold] {
        try await database.read { try $0.holds(openOnly: openOnly, after: after, limit: limit) }
    }

    package func openHolds() async throws(StoreFault) -> [HoldReason: Int] {
        try await database.read { try $0.openHoldCounts() }
    }

    package func release(_ order: HoldRelease) async throws(StoreFault) -> HoldReleaseAnswer {
        try await database.write { try $0.release(order) }
    }

    // MARK: Outbox

    package func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery] {
        try await database.write(rows: 2 * claim.limit) { try $0.claimDeliveries(claim) }
    }

    package func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault) {
        try await database.write { try $0.settleDelivery(settlement) }
    }

    package func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant? {
        try await database.read { try $0.nextDelivery(at: endpoint) }
    }

    package func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts] {
        try await database.read { try $0.deliveryCounts() }
    }

    // MARK: Journal

    package func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault) {
        try await database.write(rows: records.count) { try $0.store(records, at: now) }
    }

    package func journalRows(after ordinal: Int64, limit: Int) async throws(StoreFault) -> [JournalRow] {
        try await database.read { try $0.journalRows(after: ordinal, limit: limit) }
    }

    package func pruneJournalRows(through ordinal: Int64) async throws(StoreFault) {
        try await database.write { try $0.pruneJournalRows(through: ordinal) }
    }

    package func journalLag() async throws(StoreFault) -> JournalLag {
        try await database.read { try $0.journalLag() }
    }

    // MARK: Switches and upkeep

    package func switches() async throws(StoreFault) -> Switches {
        try await database.read { try $0.switches() }
    }

    package func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try await database.write { try $0.setPaused(paused, at: now, records: records) }
    }

    package func setShadow(
        _ scope: ShadowScope,
        _ isOn: Bool?,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) {
        try await database.write { try $0.setShadow(scope, isOn, at: now, records: records) }
    }

    package func sweep(_ retention: Retention, at now: Instant) async throws(StoreFault) -> Bool {
        try await database.write(rows: retention.bite) { try $0.sweep(retention, at: now) }
    }

    package func probe(at now: Instant) async throws(StoreFault) {
        try await database.write(rows: 1) { try $0.probe(at: now) }
    }
}
