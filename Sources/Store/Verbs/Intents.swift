package import Reconciliation

/// A write that is about to be made.
package struct IntentOrder: Sendable {
    package var intent: Intent
    package var agent: AgentID
    package var now: Instant
    /// The highest key ever chosen, raised with the intent.
    package var watermark: ChangeKey
    /// The write corrects: it is a second one for a change that had been confirmed, or it undoes another source's.
    package var isCorrection: Bool
    /// The write takes back what CXone has queued for this open intent, which stays open until CXone has said yes. It is a mark in
    /// the ledger and no open intent itself.
    package var takesBack: IntentID?
    package var records: [JournalRow.Content]

    package init(
        intent: Intent,
        agent: AgentID,
        now: Instant,
        watermark: ChangeKey,
        isCorrection: Bool = false,
        takesBack: IntentID? = nil,
        records: [JournalRow.Content]
    ) {
        self.intent = intent
        self.isCorrection = isCorrection
        self.takesBack = takesBack
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
