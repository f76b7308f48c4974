package import Reconciliation

/// One thing that happens in a script, at a time of its own: deleting it leaves the others as they are.
package struct ScriptEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The WFM asks for a status.
        case change
        /// The WFM asks for one status of all agents in one request.
        case crowd
        /// The WFM publishes a schedule: `count` segments of `length` each, the first one after `lead`, from `status` on.
        case schedule
        /// The WFM sends its last request once more.
        case again
        /// The WFM cancels a reference.
        case cancel
        /// A person moves an agent.
        case person
        /// A call comes in; `length` to talk, `grace` to wrap up.
        case contact
        case logout
        case login
        /// The user is suspended for `length`.
        case suspend
        /// The user has no role that allows changes, for `length`.
        case unfit
        /// The user's shift is over, for `length`.
        case offShift
        /// The user's team has no code for the status, for `length`; in the dialect that has codes.
        case uncoded
        /// An operator pauses all writes for `length`.
        case pause
        /// An operator releases every hold.
        case release
        /// Shadow mode for the source, for `length`.
        case shadow
        /// The next `count` calls of one kind meet a fault.
        case fault
        /// CXone is away for `length`.
        case away
        /// The receiver of events is down for `length`.
        case deaf
        /// The bridge dies at its `count`th step from now on, and starts again after `length`.
        case crash

        var hasStatus: Bool { [.change, .crowd, .schedule, .person, .uncoded].contains(self) }
    }

    package var at: Duration
    package var kind: Kind
    package var agent = 0
    package var source = 0
    package var status: Status = .available
    /// Of a change that replaces or cancels others; 0 for none.
    package var reference = 0
    package var version = 0
    /// From sending to effectiveAt; may lie in the past.
    package var lead: Duration = .zero
    /// From effectiveAt to expiresAt.
    package var grace: Duration = .zero
    package var length: Duration = .zero
    package var count = 1
    package var call: CallKind = .live
    package var fault: CallFault = .unavailable
    package var respectsWrapUp = true

    package init(at: Duration, kind: Kind) {
        self.at = at
        self.kind = kind
    }

    /// From its time on, how long what it asks for may take.
    var span: Duration {
        let planned = kind == .schedule ? length * count + Self.plannedGrace : grace
        return max(lead, .zero) + planned
    }

    /// More than a source's default grace.
    private static let plannedGrace: Duration = .minutes(20)
}

/// The calls to CXone that faults are for.
package enum CallKind: String, Sendable, Hashable, CaseIterable {
    case live, user, history, write
}

/// What can go wrong with a call.
package enum CallFault: String, Sendable, Hashable, CaseIterable {
    case unavailable, throttled, forbidden, hang, stale
    case incomplete
    /// The record before the last is not there yet.
    case holed
    case conflict, rejected, notSent
    case lostApplied, lostUnapplied, hangApplied, hangUnapplied, lateApplied
    /// Acknowledged, and nothing comes of it.
    case ignored
    /// Acknowledged, and shown only after a while.
    case slow

    /// Those that a kind of call can meet.
    package static func possible(for call: CallKind, answersWithStatus: Bool) -> [CallFault] {
        switch call {
        case .live: [.unavailable, .throttled, .hang, .stale, .forbidden]
        case .user: [.unavailable, .throttled, .hang, .forbidden]
        case .history: [.unavailable, .throttled, .hang, .incomplete, .stale, .holed]
        case .write:
            [.throttled, .conflict, .notSent, .lostApplied, .lostUnapplied, .hangApplied, .hangUnapplied, .lateApplied, .rejected]
                + (answersWithStatus ? [] : [.ignored, .slow])
        }
    }
}
