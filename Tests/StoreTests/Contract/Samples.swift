import Reconciliation
import Store

/// A time to count from.
let t0 = Instant(seconds: 1_795_186_800)

let ann = AgentID(tenant: .standard, userID: "ann")
let bob = AgentID(tenant: .standard, userID: "bob")

let wfm = SourceName("wfm")
let hook = EndpointName("hook")

func content(_ id: String) -> JournalRow.Content {
    JournalRow.Content(recordID: id, bytes: Array("record \(id)".utf8))
}

extension Change {
    static func sample(
        _ id: String,
        of agent: AgentID = ann,
        source: SourceName = wfm,
        reference: String? = nil,
        version: Int64? = nil,
        wanted: Wanted = Wanted(status: .onBreak, pauseReason: "Queue Full"),
        effectiveAt: Instant = t0,
        acceptedAt: Instant = t0,
        state: ChangeState = .due
    ) -> Change {
        Change(
            id: ChangeID(id),
            agent: agent,
            source: source,
            requestID: RequestID("msg_\(id)"),
            reference: reference,
            version: version,
            wanted: wanted,
            effectiveAt: effectiveAt,
            expiresAt: effectiveAt + .minutes(15),
            acceptedAt: acceptedAt,
            state: state
        )
    }
}

extension Submission {
    /// A request whose answer is the number of accepted items, or none if there are none.
    static func sample(
        _ id: String,
        body: [UInt8] = [1],
        at: Instant = t0,
        items: [Item],
        record: String? = nil
    ) -> Submission {
        Submission(source: wfm, requestID: RequestID(id), bodyDigest: body, at: at, items: items) { results in
            let accepted = results.filter { $0 == .accepted }.count
            return Conclusion(
                answer: accepted == 0 ? nil : StoredAnswer(bytes: [UInt8(truncatingIfNeeded: accepted)]),
                records: record.map { [content($0)] } ?? []
            )
        }
    }
}

extension Store {
    /// Takes in changes, each in a request of its own, and gives what became of them.
    @discardableResult
    func take(_ changes: Change..., at: Instant = t0) async throws -> [ItemResult] {
        var all: [ItemResult] = []
        for change in changes {
            switch try await accept(.sample("msg_\(change.id)", at: at, items: [.change(change)])) {
            case .accepted(let results, _), .nothingAcceptable(let results): all += results
            case .duplicate, .idReused: break
            }
        }
        return all
    }

    func move(_ change: String, of agent: AgentID = ann, to state: ChangeState, at: Instant = t0) async throws {
        var step = Settlement(agent: agent, now: at)
        step.transitions = [Transition(change: ChangeID(change), to: state)]
        try await settle(step)
    }

    /// Takes a change and records the intent to write it.
    func begin(_ change: Change, intent: String, at: Instant = t0) async throws -> IntentAnswer {
        try await recordIntent(.sample(change, intent: intent, at: at))
    }

    /// Queues one event of an agent at the endpoints.
    func queue(_ event: String, of agent: AgentID = ann, to endpoints: [EndpointName] = [hook], at: Instant = t0) async throws {
        var step = Settlement(agent: agent, now: at)
        step.events = [.sample(event, to: endpoints)]
        try await settle(step)
    }

    func claim(_ limit: Int = 10, at: Instant = t0, endpoint: EndpointName = hook, owner: String = "me") async throws -> [Delivery] {
        try await claimDeliveries(
            DeliveryClaim(endpoint: endpoint, owner: owner, now: at, leaseUntil: at + .seconds(60), limit: limit)
        )
    }

    func end(_ delivery: Delivery, _ result: DeliverySettlement.Result, at: Instant = t0) async throws(StoreFault) {
        try await settleDelivery(
            DeliverySettlement(delivery: delivery.id, fence: delivery.fence, result: result, at: at, records: [])
        )
    }

    func allRows() async throws -> [String] {
        try await journalRows(after: 0, limit: 10_000).map(\.content.recordID)
    }
}

extension IntentOrder {
    static func sample(_ change: Change, intent: String, at: Instant = t0, records: [JournalRow.Content] = []) -> IntentOrder {
        IntentOrder(
            intent: Intent(
                id: IntentID(intent),
                change: change.id,
                wanted: change.wanted,
                previous: .status(.available),
                previousSince: at - .minutes(7),
                recordedAt: at
            ),
            agent: change.agent,
            now: at,
            watermark: change.key,
            records: records
        )
    }
}

extension EventDraft {
    /// An event whose body is its id and its sequence.
    static func sample(_ id: String, to endpoints: [EndpointName]) -> EventDraft {
        EventDraft(
            id: EventID(id),
            type: "agent_status_updated",
            deliveries: endpoints.map { Route(id: DeliveryID("dlv_\(id)_\($0)"), endpoint: $0) },
            compose: { Array("\(id) \($0)".utf8) }
        )
    }
}
