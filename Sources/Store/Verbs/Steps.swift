package import Reconciliation

/// One step of reconciliation; every part is optional, all of it is one commit.
package struct Settlement: Sendable {
    package var agent: AgentID
    package var now: Instant
    package var transitions: [Transition] = []
    package var intent: IntentResult?
    /// Raises the highest key ever chosen (never lowers it).
    package var watermark: ChangeKey?
    /// The change now in force, unless a newer one has been chosen; one that was in force is so no more once the watermark is above it.
    package var inForce: ChangeID?
    package var reported: ReportedStatus?
    /// The agent's next look and the number of looks so far; nil leaves both as they are.
    package var look: Look?
    /// Changes to hold; each is moved to `held` by a transition of this step.
    package var holds: [HoldOrder] = []
    /// Open holds of these changes have run out.
    package var lapsed: [ChangeID] = []
    /// The state in which the agent's history was judged.
    package var seen: LastSeen?
    package var personMove: PersonMove?
    /// What has been reported without its record in the history, from now on; nil leaves it as it is.
    package var unproven: [LastSeen]?
    /// The segment that satisfied a change.
    package var satisfying: Satisfying?
    /// The record up to which the history was taken in.
    package var cursor: SegmentID?
    /// The decision and what it leaned on, for `why`: opaque to the store.
    package var explanation: [UInt8]?
    package var events: [EventDraft] = []
    package var records: [JournalRow.Content] = []

    package struct Look: Sendable, Hashable {
        package var at: Instant?
        package var count: Int
        package init(at: Instant?, count: Int) {
            self.at = at
            self.count = count
        }
    }

    package struct Satisfying: Sendable, Hashable {
        package var segment: SegmentID
        package var change: ChangeID
        package init(segment: SegmentID, change: ChangeID) {
            self.segment = segment
            self.change = change
        }
    }

    package init(agent: AgentID, now: Instant) {
        self.agent = agent
        self.now = now
    }
}

/// A change moves on. A change that is final already never moves: the verb throws `moved`.
package struct Transition: Sendable, Hashable {
    package var change: ChangeID
    package var to: ChangeState
    package var outcome: Outcome?
    /// The code that events and answers give: a refusal's, a failure's, for expired the last wait's.
    package var code: String?
    package var lastWait: WaitReason?
    package var ineffectiveWrites: Int?

    package init(
        change: ChangeID,
        to: ChangeState,
        outcome: Outcome? = nil,
        code: String? = nil,
        lastWait: WaitReason? = nil,
        ineffectiveWrites: Int? = nil
    ) {
        self.change = change
        self.to = to
        self.outcome = outcome
        self.code = code
        self.lastWait = lastWait
        self.ineffectiveWrites = ineffectiveWrites
    }
}

/// An event to store and deliver. Its body is fixed in the commit, once its place among the agent's events is known.
package struct EventDraft: Sendable {
    package var id: EventID
    package var type: String
    package var deliveries: [Route]
    /// Given the event's sequence among all events of its agent. Quick, no I/O.
    package var compose: @Sendable (_ sequence: Int64) -> [UInt8]

    package struct Route: Sendable, Hashable {
        package var id: DeliveryID
        package var endpoint: EndpointName
        package init(id: DeliveryID, endpoint: EndpointName) {
            self.id = id
            self.endpoint = endpoint
        }
    }

    package init(
        id: EventID,
        type: String,
        deliveries: [Route],
        compose: @escaping @Sendable (_ sequence: Int64) -> [UInt8]
    ) {
        self.id = id
        self.type = type
        self.deliveries = deliveries
        self.compose = compose
    }
}
