import Reconciliation
import Store

/// One bridge's store: each verb is a step that it may not survive, before the commit or after it.
struct SimulatedStore: Store {
    let inner: SQLiteStore
    let life: Life
    let observer: Observer
    let plant: Plant?

    private func step<Value>(
        _ verb: () async throws(StoreFault) -> Value,
        then seen: (Value) -> Void = { _ in }
    ) async throws(StoreFault) -> Value {
        guard life.step() else { throw .closed }
        let value = try await verb()
        seen(value)
        guard life.step() else { throw .closed }
        return value
    }

    func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance {
        let stored = plant?.submission(submission) ?? submission
        return try await step { () async throws(StoreFault) in
            try await inner.accept(stored)
        } then: { acceptance in
            if case .accepted(let results, _) = acceptance { observer.accepted(submission, results) }
        }
    }

    func withdraw(_ order: Withdrawal) async throws(StoreFault) -> WithdrawalAnswer {
        try await step { () async throws(StoreFault) in
            try await inner.withdraw(order)
        } then: { answer in
            if case .withdrawn(let changes, _) = answer { observer.withdrawn(changes) }
        }
    }

    func agenda() async throws(StoreFault) -> [AgendaItem] {
        try await step { () async throws(StoreFault) in try await inner.agenda() }
    }

    func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier {
        try await step { () async throws(StoreFault) in
            try await inner.dossier(of: agent)
        } then: { _ in
            observer.looked(agent)
        }
    }

    func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer {
        try await step { () async throws(StoreFault) in
            try await inner.recordIntent(order)
        } then: { answer in
            if answer == .recorded { observer.intended(order) }
        }
    }

    func settle(_ settlement: Settlement) async throws(StoreFault) {
        let stored = plant?.settlement(settlement) ?? settlement
        return try await step { () async throws(StoreFault) in
            try await inner.settle(stored)
        } then: {
            observer.settled(stored)
        }
    }

    func requestCancellation(
        of change: ChangeID,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) -> Bool {
        try await step { () async throws(StoreFault) in
            try await inner.requestCancellation(of: change, at: now, records: records)
        }
    }

    func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory? {
        try await step { () async throws(StoreFault) in try await inner.change(id) }
    }

    func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory] {
        try await step { () async throws(StoreFault) in try await inner.changes(of: agent, reference: reference, limit: limit) }
    }

    func agent(_ id: AgentID) async throws(StoreFault) -> AgentState? {
        try await step { () async throws(StoreFault) in try await inner.agent(id) }
    }

    func agents(of tenant: TenantName, after userID: String?, limit: Int) async throws(StoreFault) -> [AgentState] {
        try await step { () async throws(StoreFault) in try await inner.agents(of: tenant, after: userID, limit: limit) }
    }

    func explanation(of agent: AgentID) async throws(StoreFault) -> [UInt8]? {
        try await step { () async throws(StoreFault) in try await inner.explanation(of: agent) }
    }

    func upcoming(from start: Instant, until end: Instant, limit: Int) async throws(StoreFault) -> [Change] {
        try await step { () async throws(StoreFault) in try await inner.upcoming(from: start, until: end, limit: limit) }
    }

    func openChanges() async throws(StoreFault) -> [ChangeState: Int] {
        try await step { () async throws(StoreFault) in try await inner.openChanges() }
    }

    func stampede(_ question: StampedeQuestion) async throws(StoreFault) -> StampedeCount {
        try await step { () async throws(StoreFault) in try await inner.stampede(question) }
    }

    func holds(openOnly: Bool, after: HoldID?, limit: Int) async throws(StoreFault) -> [Hold] {
        try await step { () async throws(StoreFault) in try await inner.holds(openOnly: openOnly, after: after, limit: limit) }
    }

    func openHolds() async throws(StoreFault) -> [HoldReason: Int] {
        try await step { () async throws(StoreFault) in try await inner.openHolds() }
    }

    func release(_ order: HoldRelease) async throws(StoreFault) -> HoldReleaseAnswer {
        try await step { () async throws(StoreFault) in
            try await inner.release(order)
        } then: { answer in
            if case .released(let holds) = answer { observer.released(holds) }
        }
    }

    func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery] {
        try await step { () async throws(StoreFault) in try await inner.claimDeliveries(claim) }
    }

    func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault) {
        try await step { () async throws(StoreFault) in try await inner.settleDelivery(settlement) }
    }

    func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant? {
        try await step { () async throws(StoreFault) in try await inner.nextDelivery(at: endpoint) }
    }

    func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts] {
        try await step { () async throws(StoreFault) in try await inner.deliveryCounts() }
    }

    func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault) {
        try await step { () async throws(StoreFault) in try await inner.record(records, at: now) }
    }

    func journalRows(after ordinal: Int64, limit: Int) async throws(StoreFault) -> [JournalRow] {
        try await step { () async throws(StoreFault) in try await inner.journalRows(after: ordinal, limit: limit) }
    }

    func pruneJournalRows(through ordinal: Int64) async throws(StoreFault) {
        try await step { () async throws(StoreFault) in try await inner.pruneJournalRows(through: ordinal) }
    }

    func journalLag() async throws(StoreFault) -> JournalLag {
        try await step { () async throws(StoreFault) in try await inner.journalLag() }
    }

    func switches() async throws(StoreFault) -> Switches {
        try await step { () async throws(StoreFault) in try await inner.switches() }
    }

    func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try await step { () async throws(StoreFault) in
            try await inner.setPaused(paused, at: now, records: records)
        } then: {
            observer.paused(paused)
        }
    }

    func setShadow(_ scope: ShadowScope, _ isOn: Bool?, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault) {
        try await step { () async throws(StoreFault) in
            try await inner.setShadow(scope, isOn, at: now, records: records)
        } then: {
            if case .source(let source) = scope { observer.shadowed(source, isOn == true) }
        }
    }

    func sweep(_ retention: Retention, at now: Instant) async throws(StoreFault) -> Bool {
        try await step { () async throws(StoreFault) in try await inner.sweep(retention, at: now) }
    }

    func probe(at now: Instant) async throws(StoreFault) {
        try await step { () async throws(StoreFault) in try await inner.probe(at: now) }
    }

    func close() async throws(StoreFault) {}
}
