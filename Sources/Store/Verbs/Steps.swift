package import Reconciliation

/// An agent that will want a look.
package struct AgendaItem: Sendable, Hashable {
    package var agent: AgentID
    /// The earliest of: the next look that was noted, the effectiveAt of a scheduled change, now for anything else open.
    package var lookAt: Instant

    package init(agent: AgentID, lookAt: Instant) {
        self.agent = agent
        self.lookAt = lookAt
    }
}

/// What is open for one agent, and what the bridge did to it.
package struct Dossier: Sendable, Hashable {
    package var agent: AgentID
    /// Changes that are not final, in order of acceptance.
    package var open: [Change]
    package var watermark: ChangeKey?
    /// The open intent, up to 20 of the newest confirmed writes, the last release.
    package var ledger: Ledger
    /// The applied change that is in force.
    package var inForce: Change?
    package var lastReported: ReportedStatus?
    /// Looks taken in a row without a change of the reason for waiting.
    package var looks: Int
    package var nextLook: Instant?

    package init(
        agent: AgentID,
        open: [Change] = [],
        watermark: ChangeKey? = nil,
        ledger: Ledger = Ledger(),
        inForce: Change? = nil,
        lastReported: ReportedStatus? = nil,
        looks: Int = 0,
        nextLook: Instant? = nil
    ) {
        self.agent = agent
        self.open = open
        self.watermark = watermark
        self.ledger = ledger
        self.inForce = inForce
        self.lastReported = lastReported
        self.looks = looks
        self.nextLook = nextLook
    }
}

/// The status last told to the WFM, or last observed.
package struct ReportedStatus: Sendable, Hashable {
    /// As events show it (`LiveStatus.label`).
    package var status: String
    package var pauseReason: String?
    package var since: Instant?
    package var observedAt: Instant

    package init(status: String, pauseReason: String?, since: Instant?, observedAt: Instant) {
        self.status = status
        self.pauseReason = pauseReason
        self.since = since
        self.observedAt = observedAt
    }
}

package struct IntentOrder: Sendable {
    package var intent: Intent
    package var agent: AgentID
    package var now: Instant
    /// The highest key ever chosen, raised with the intent.
    package var watermark: ChangeKey
    package var records: [JournalRow.Content]

    package init(intent: Intent, agent: AgentID, now: Instant, watermark: ChangeKey, records: [JournalRow.Content]) {
        self.intent = intent
        self.agent = agent
        self.now = now
        self.watermark = watermark
        self.records = records
    }
}

package enum IntentAnswer: Sendable, Hashable {
    case recorded
    /// Look again and decide anew: what the decision leaned on is no longer so.
    case withdrawn(Reason)

    package enum Reason: String, Sendable, Hashable {
        case expired, cancelled, replaced, settled, paused, intentOpen
    }
}

/// One step of reconciliation; every part is optional, all of it is one commit.
package struct Settlement: Sendable {
    package var agent: AgentID
    package var now: Instant
    package var transitions: [Transition] = []
    package var intent: IntentResult?
    /// Raises the highest key ever chosen (never lowers it).
    package var watermark: ChangeKey?
    /// The change now in force.
    package var inForce: ChangeID?
    package var reported: ReportedStatus?
    /// The agent's next look and the number of looks so far; nil leaves both as they are.
    package var look: Look?
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

/// What came of an open intent.
package struct IntentResult: Sendable, Hashable {
    package enum Ending: Sendable, Hashable {
        /// An observation showed the written status; becomes a ledger row.
        case confirmed(ConfirmedWrite)
        /// CXone refused it, or a read proved that it did not happen.
        case closed(code: String)
        /// Given up: nobody will ever know.
        case abandoned
        /// The call ended without showing what came of it: still open.
        case ended(acknowledged: Bool)
    }

    package var intent: IntentID
    package var ending: Ending
    package var at: Instant

    package init(intent: IntentID, ending: Ending, at: Instant) {
        self.intent = intent
        self.ending = ending
        self.at = at
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
