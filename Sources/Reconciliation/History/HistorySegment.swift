/// A stretch of an agent's state history.
package struct HistorySegment: Sendable, Hashable {
    package var start: Instant
    /// Nil for the current state.
    package var end: Instant?
    package var stateID: Int
    /// The dialect's name of the state, such as `BREAK` or `UNKNOWN(42)`.
    package var label: String
    package var status: LiveStatus
    package var transition: TransitionClass
    /// Whether the agent was on a contact, where the dialect's records say so.
    package var onContact: Tristate
    /// Whether this was after-call work, where the dialect's records say so.
    package var inWrapUp: Tristate

    package init(
        start: Instant,
        end: Instant?,
        stateID: Int,
        label: String,
        status: LiveStatus,
        transition: TransitionClass = .unknown,
        onContact: Tristate = .unknown,
        inWrapUp: Tristate = .unknown
    ) {
        self.start = start
        self.end = end
        self.stateID = stateID
        self.label = label
        self.status = status
        self.transition = transition
        self.onContact = onContact
        self.inWrapUp = inWrapUp
    }

    package var id: SegmentID { SegmentID(start: start, stateID: stateID) }
}

/// What tells one record of a history from another: CXone gives its records no name.
package struct SegmentID: Sendable, Hashable, Comparable {
    package let start: Instant
    package let stateID: Int

    package init(start: Instant, stateID: Int) {
        self.start = start
        self.stateID = stateID
    }

    package static func < (left: SegmentID, right: SegmentID) -> Bool {
        left.start != right.start ? left.start < right.start : left.stateID < right.stateID
    }
}

/// Who or what moved the agent into a state. CXone names no actor; only `person` can be an override.
package enum TransitionClass: String, Sendable, Hashable, CaseIterable {
    case bridge, contact, session, person, unknown
}

/// The history that a decision can lean on; its segments are classified by whoever read it.
package struct HistoryView: Sendable, Hashable {
    /// Oldest first.
    package var segments: [HistorySegment]
    package var from: Instant
    /// Every page was read.
    package var isComplete: Bool

    package init(segments: [HistorySegment], from: Instant, isComplete: Bool) {
        self.segments = segments
        self.from = from
        self.isComplete = isComplete
    }

    /// The same history, each transition with its class as far as what the bridge did itself tells.
    package func classified(by ledger: Ledger, capabilities: Capabilities, policy: Policy) -> HistoryView {
        var copy = self
        copy.segments = classify(segments, writes: ledger.marks(policy), capabilities: capabilities)
        return copy
    }
}
