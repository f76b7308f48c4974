package import Reconciliation

package struct DeliveryClaim: Sendable, Hashable {
    package var endpoint: EndpointName
    /// Who claims: a name of this process's run. Claims of other runs are void once `reclaimAbandoned` ran at opening.
    package var owner: String
    package var now: Instant
    package var leaseUntil: Instant
    package var limit: Int

    package init(endpoint: EndpointName, owner: String, now: Instant, leaseUntil: Instant, limit: Int) {
        self.endpoint = endpoint
        self.owner = owner
        self.now = now
        self.leaseUntil = leaseUntil
        self.limit = limit
    }
}

/// One event on its way to one endpoint. A lane is one agent at one endpoint, in order of sequence.
package struct Delivery: Sendable, Hashable {
    package var id: DeliveryID
    package var event: EventID
    package var endpoint: EndpointName
    package var agent: AgentID
    package var sequence: Int64
    package var type: String
    package var body: [UInt8]
    /// Attempts that counted against the event itself.
    package var attempts: Int
    package var createdAt: Instant
    /// The claim's fencing number; settling with an older one is refused as `moved`.
    package var fence: Int64

    package init(
        id: DeliveryID,
        event: EventID,
        endpoint: EndpointName,
        agent: AgentID,
        sequence: Int64,
        type: String,
        body: [UInt8],
        attempts: Int,
        createdAt: Instant,
        fence: Int64
    ) {
        self.id = id
        self.event = event
        self.endpoint = endpoint
        self.agent = agent
        self.sequence = sequence
        self.type = type
        self.body = body
        self.attempts = attempts
        self.createdAt = createdAt
        self.fence = fence
    }
}

package struct DeliverySettlement: Sendable {
    package enum Result: Sendable, Hashable {
        case delivered
        /// An attempt of the event's own failed: try again then.
        case retry(at: Instant, error: String)
        /// The endpoint is at fault: back into the queue, no attempt used up.
        case returned(error: String)
        case dead(error: String)
    }

    package var delivery: DeliveryID
    package var fence: Int64
    package var result: Result
    package var at: Instant
    package var records: [JournalRow.Content]

    package init(delivery: DeliveryID, fence: Int64, result: Result, at: Instant, records: [JournalRow.Content]) {
        self.delivery = delivery
        self.fence = fence
        self.result = result
        self.at = at
        self.records = records
    }
}

package struct DeliveryCounts: Sendable, Hashable {
    package var queued: Int
    package var dead: Int
    package init(queued: Int, dead: Int) {
        self.queued = queued
        self.dead = dead
    }
}
