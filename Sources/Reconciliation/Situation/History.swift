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

    package init(
        start: Instant,
        end: Instant?,
        stateID: Int,
        label: String,
        status: LiveStatus,
        transition: TransitionClass = .unknown
    ) {
        self.start = start
        self.end = end
        self.stateID = stateID
        self.label = label
        self.status = status
        self.transition = transition
    }
}

/// Who or what moved the agent into a state. CXone names no actor; only `person` can be an override.
package enum TransitionClass: String, Sendable, Hashable, CaseIterable {
    case bridge, contact, session, person, unknown
}

/// The history that a decision can lean on.
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
}
