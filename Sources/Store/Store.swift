package import Reconciliation

/// Everything the bridge must not forget, as verbs that are one commit each.
///
/// When a verb returns, its commit is on disk. Verbs called at the same time may share one transaction, each in a
/// savepoint of its own. No verb reads a clock: the time is given.
package protocol Store: Sendable {
    // MARK: Intake

    /// Takes in one request: remembers its id, stores its changes and the journal records of the step.
    func accept(_ submission: Submission) async throws(StoreFault) -> Acceptance

    /// Takes back open changes of one source, and remembers the request's id.
    func withdraw(_ order: Withdrawal) async throws(StoreFault) -> WithdrawalAnswer

    // MARK: Reconciliation

    /// Every agent with an open change or an open intent, and when to look at it.
    func agenda() async throws(StoreFault) -> [AgendaItem]
    /// What is open for one agent, and what the bridge did to it.
    func dossier(of agent: AgentID) async throws(StoreFault) -> Dossier
    /// Records that a write is about to be made, unless the change has expired, was cancelled or replaced, is no longer
    /// open, another intent is open, or all writes are paused. The change becomes `applying`.
    func recordIntent(_ order: IntentOrder) async throws(StoreFault) -> IntentAnswer
    /// Makes one step of reconciliation durable: states, intent, watermark, events, deliveries and journal records.
    func settle(_ settlement: Settlement) async throws(StoreFault)
    /// Asks for a change to be cancelled; the agent's next run settles it. False if it is unknown or final already.
    func requestCancellation(
        of change: ChangeID,
        at now: Instant,
        records: [JournalRow.Content]
    ) async throws(StoreFault) -> Bool

    // MARK: Looking up

    func change(_ id: ChangeID) async throws(StoreFault) -> ChangeStory?
    /// The newest changes of an agent, newest first.
    func changes(of agent: AgentID, reference: String?, limit: Int) async throws(StoreFault) -> [ChangeStory]
    func agent(_ id: AgentID) async throws(StoreFault) -> AgentState?
    /// The agents of a tenant in the order of their user ids.
    ///
    /// - Parameter after: the user id to go on after; nil: from the start.
    func agents(of tenant: TenantName, after userID: String?, limit: Int) async throws(StoreFault) -> [AgentState]
    /// The agent's latest decision and what it leaned on, as it was stored with a step.
    func explanation(of agent: AgentID) async throws(StoreFault) -> [UInt8]?
    /// Open changes that become due in a span, earliest first.
    func upcoming(from start: Instant, until end: Instant, limit: Int) async throws(StoreFault) -> [Change]
    /// How many changes are not final, by state; states without any are left out.
    func openChanges() async throws(StoreFault) -> [ChangeState: Int]

    // MARK: Holds

    /// Counts what one source is about to move at once.
    func stampede(_ question: StampedeQuestion) async throws(StoreFault) -> StampedeCount
    /// Holds, newest first: the open ones, or all that are still kept.
    ///
    /// - Parameter after: the hold to go on after; nil: from the newest. One that is not there any more has none after it.
    func holds(openOnly: Bool, after: HoldID?, limit: Int) async throws(StoreFault) -> [Hold]
    /// How many holds are open, by reason; reasons without any are left out.
    func openHolds() async throws(StoreFault) -> [HoldReason: Int]
    /// Ends a hold; one of a stampede ends all holds of that stampede's source. The agents' next runs decide anew.
    func release(_ order: HoldRelease) async throws(StoreFault) -> HoldReleaseAnswer

    // MARK: Outbox

    /// Takes hold of deliveries that are due at one endpoint: the oldest of each lane, and of no lane that has one in hand.
    func claimDeliveries(_ claim: DeliveryClaim) async throws(StoreFault) -> [Delivery]
    /// Says what came of a claimed delivery.
    func settleDelivery(_ settlement: DeliverySettlement) async throws(StoreFault)
    /// When the next delivery at an endpoint is due that is not in hand; nil if none is queued.
    func nextDelivery(at endpoint: EndpointName) async throws(StoreFault) -> Instant?
    func deliveryCounts() async throws(StoreFault) -> [EndpointName: DeliveryCounts]

    // MARK: Journal

    /// Stores records that belong to no other step.
    func record(_ records: [JournalRow.Content], at now: Instant) async throws(StoreFault)
    /// The oldest records not yet pruned, in the order of their commits.
    func journalRows(after ordinal: Int64, limit: Int) async throws(StoreFault) -> [JournalRow]
    func pruneJournalRows(through ordinal: Int64) async throws(StoreFault)
    func journalLag() async throws(StoreFault) -> JournalLag

    // MARK: Switches and upkeep

    func switches() async throws(StoreFault) -> Switches
    func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault)
    /// Switches shadow mode for a scope; nil: the policy decides again.
    func setShadow(_ scope: ShadowScope, _ isOn: Bool?, at now: Instant, records: [JournalRow.Content]) async throws(StoreFault)
    /// Forgets what retention allows to be forgotten, a small bite at a time; true while more is left.
    func sweep(_ retention: Retention, at now: Instant) async throws(StoreFault) -> Bool
    /// Proves that a commit reaches the disk.
    func probe(at now: Instant) async throws(StoreFault)
    func close() async throws(StoreFault)
}

/// Why the store could not do what it was asked.
package enum StoreFault: Error, Sendable, Hashable {
    /// The disk is full, the file cannot be written, the database is locked by somebody else.
    case cannotRecord(String)
    /// The schema is newer than this program.
    case schemaTooNew(found: Int, known: Int)
    /// `PRAGMA synchronous` or `journal_mode` did not take.
    case notDurable(String)
    /// What is stored breaks a rule of the schema or cannot be read.
    case corrupt(String)
    /// Something that was expected to be open had been settled by somebody else.
    case moved(String)
    case closed

    package var label: String {
        switch self {
        case .cannotRecord: "cannot_record"
        case .schemaTooNew: "schema_too_new"
        case .notDurable: "not_durable"
        case .corrupt: "corrupt"
        case .moved: "moved"
        case .closed: "closed"
        }
    }
}

extension StoreFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotRecord(let detail):
            "the store cannot record: \(detail); look at the space on the disk, the file's owner and its rights"
        case .schemaTooNew(let found, let known):
            "the store was made by a newer version (schema \(found); this one knows \(known)): start that version, or use another data directory"
        case .notDurable(let detail): "the store does not promise that what is recorded is on the disk: \(detail)"
        case .corrupt(let detail):
            "the store cannot be used: \(detail); keep a copy of it, and bring back a good one or use another data directory"
        case .moved(let detail): "the store has changed meanwhile: \(detail)"
        case .closed: "the store is closed"
        }
    }
}
