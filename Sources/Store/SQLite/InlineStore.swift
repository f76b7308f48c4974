import GRDB
package import Reconciliation

/// The same store in memory: every verb is carried out before the call returns, on the caller's thread, and lost with the process.
///
/// For rehearsals in simulated time, where no thread of its own may decide what comes first. The verbs are those of the file.
package struct InlineStore: Sendable {
    private let queue: DatabaseQueue

    package init() throws(StoreFault) {
        var configuration = Configuration()
        configuration.label = "inline-store"
        configuration.foreignKeysEnabled = true
        // One transaction holds everything between two resets; the verbs are savepoints in it.
        configuration.allowsUnsafeTransactions = true
        do {
            queue = try DatabaseQueue(configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try Migrations().apply(to: db)
                try db.execute(sql: "BEGIN IMMEDIATE TRANSACTION")
            }
        } catch {
            throw StoreFault(error)
        }
    }

    /// Forgets everything.
    package func reset() throws(StoreFault) {
        do {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "ROLLBACK TRANSACTION")
                try db.execute(sql: "BEGIN IMMEDIATE TRANSACTION")
            }
        } catch {
            throw StoreFault(error)
        }
    }

    /// What opening a store does that an earlier process has left: claims of deliveries are void.
    package func reopen() throws(StoreFault) {
        try perform { try $0.reclaimAbandoned() }
    }

    private func perform<Value>(_ verb: (SQLiteTransaction) throws -> Value) throws(StoreFault) -> Value {
        do {
            return try queue.writeWithoutTransaction { db in
                let transaction = SQLiteTransaction(db: db, journal: "main")
                try transaction.run("SAVEPOINT verb")
                do {
                    let value = try verb(transaction)
                    try transaction.run("RELEASE verb")
                    return value
                } catch {
                    try transaction.undo()
                    try transaction.run("RELEASE verb")
                    throw error
                }
            }
        } catch {
            throw StoreFault(error)
        }
    }
}

extension InlineStore: Store {
    package func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance {
        try perform { try $0.accept(submission) }
    }

    package func withdraw(_ order: Withdrawal) async throws(StoreFault) -> WithdrawalAnswer {
        try perform { try $0.withdraw(order) }
    }

    package func agenda() async throws(StoreFault) -> [AgendaItem] {
        try perform { try $0.agenda() }
    }

    package func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier {
        try perform { try $0.dossier(of: agent) }
    }

    package func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer {
        try perform { try $0.recordIntent(order) }
    }

    package func settle(_ settlement: Settlement) async throws(StoreFault) {
        try perform { try $0.settle(settlement) }
    }

    package func requestCancellation(
        of change: ChangeID,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) -> Bool {
        try perform { try $0.requestCancellation(of: change, at: now, records: records) }
    }

    package func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory? {
        try perform { try $0.story(id) }
    }

    package func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory] {
        try perform { try $0.stories(of: agent, reference: reference, limit: limit) }
    }

    package func agent(_ id: AgentID) async throws(StoreFault) -> AgentState? {
        try perform { try $0.agentState(id) }
    }

    package func agents(of tenant: TenantName, after userID: String?, limit: Int) async throws(StoreFault) -> [AgentState] {
        try perform { try $0.agents(of: tenant, after: userID, limit: limit) }
    }

    package func explanation(of agent: AgentID) async throws(StoreFault) -> [UInt8]? {
        try perform { try $0.explanation(of: agent) }
    }

    package func upcoming(from start: Instant, until end: Instant, limit: Int) async throws(StoreFault) -> [Change] {
        try perform { try $0.upcoming(from: start, until: end, limit: limit) }
    }

    package func openChanges() async throws(StoreFault) -> [ChangeState: Int] {
        try perform { try $0.openChangeCounts() }
    }

    package func stampede(_ question: StampedeQuestion) async throws(StoreFault) -> StampedeCount {
        try perform { try $0.stampede(question) }
    }

    package func holds(openOnly: Bool, limit: Int) async throws(StoreFault) -> [Hold] {
        try perform { try $0.holds(openOnly: openOnly, limit: limit) }
    }

    package func release(_ order: HoldRelease) async throws(StoreFault) -> HoldReleaseAnswer {
        try perform { try $0.release(order) }
    }

    package func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery] {
        try perform { try $0.claimDeliveries(claim) }
    }

    package func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault) {
        try perform { try $0.settleDelivery(settlement) }
    }

    package func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant? {
        try perform { try $0.nextDelivery(at: endpoint) }
    }

    package func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts] {
        try perform { try $0.deliveryCounts() }
    }

    package func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault) {
        try perform { try $0.store(records, at: now) }
    }

    package func journalRows(after ordinal: Int64, limit: Int) async throws(StoreFault) -> [JournalRow] {
        try perform { try $0.journalRows(after: ordinal, limit: limit) }
    }

    package func pruneJournalRows(through ordinal: Int64) async throws(StoreFault) {
        try perform { try $0.pruneJournalRows(through: ordinal) }
    }

    package func journalLag() async throws(StoreFault) -> JournalLag {
        try perform { try $0.journalLag() }
    }

    package func switches() async throws(StoreFault) -> Switches {
        try perform { try $0.switches() }
    }

    package func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try perform { try $0.setPaused(paused, at: now, records: records) }
    }

    package func setShadow(
        _ scope: ShadowScope,
        _ isOn: Bool?,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) {
        try perform { try $0.setShadow(scope, isOn, at: now, records: records) }
    }

    package func sweep(_ retention: Retention, at now: Instant) async throws(StoreFault) -> Bool {
        try perform { try $0.sweep(retention, at: now) }
    }

    package func probe(at now: Instant) async throws(StoreFault) {
        try perform { try $0.probe(at: now) }
    }

    package func close() async throws(StoreFault) {}
}
