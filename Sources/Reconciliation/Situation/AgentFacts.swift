/// What is known of the agent apart from the status.
package struct AgentFacts: Sendable, Hashable {
    package var id: AgentID
    package var user: Reading<User>
    package var publishedShift: PublishedShift

    package init(id: AgentID, user: Reading<User> = .notTaken, publishedShift: PublishedShift = PublishedShift()) {
        self.id = id
        self.user = user
        self.publishedShift = publishedShift
    }
}

/// A user as CXone's directory has it.
package struct User: Sendable, Hashable {
    package var roles: [String]
    /// Why the roles are only supposed, where the dialect has none that could be checked.
    package var roleCheckMissing: String?
    /// What CXone can be asked to put this agent into; nil: the dialect does not say.
    package var offer: StatusOffer?
    /// CXone's own `shiftSchedule`; either end may be unknown.
    package var shiftStart: Instant?
    package var shiftEnd: Instant?
    /// The parts of CXone's own schedule, in dialects that show them; where there are some, the two ends do not count.
    package var shifts: [ShiftSegment] = []
    /// Why CXone's own shift is not known, where it was asked for.
    package var shiftCheckMissing: String?

    package init(roles: [String], shiftStart: Instant? = nil, shiftEnd: Instant? = nil) {
        self.roles = roles
        self.shiftStart = shiftStart
        self.shiftEnd = shiftEnd
    }
}

/// What the agent's team has codes for, in dialects where statuses are codes of the team.
package struct StatusOffer: Sendable, Hashable {
    /// Why a status cannot be asked for, by status.
    package var missing: [Status: String]
    /// Why a Break for a reason cannot be asked for, by pause reason.
    package var missingReasons: [String: String]
    /// What of these can be asked for while the agent is on a contact.
    package var onContactOnly: Set<Status> = []
    package var reasonsOnContactOnly: Set<String> = []
    /// After how long CXone logs an agent out of a status, where it says so.
    package var timeouts: [Status: Duration] = [:]
    /// The same for Breaks that have a reason.
    package var reasonTimeouts: [String: Duration] = [:]

    package init(missing: [Status: String] = [:], missingReasons: [String: String] = [:]) {
        self.missing = missing
        self.missingReasons = missingReasons
    }

    /// Everything that could be asked for can be.
    package var isWhole: Bool { missing.isEmpty && missingReasons.isEmpty }

    /// After how long CXone logs an agent out of what is wanted; nil where it does not say.
    package func timeout(of wanted: Wanted) -> Duration? {
        if wanted.status == .onBreak, let reason = wanted.pauseReason { return reasonTimeouts[reason] }
        return timeouts[wanted.status]
    }

    /// Why what is wanted cannot be asked for; nil where it can.
    ///
    /// - Parameter onContact: whether the agent is known to be on a contact.
    package func refusal(of wanted: Wanted, onContact: Bool = false) -> String? {
        if wanted.status == .onBreak, let reason = wanted.pauseReason {
            return onContact && reasonsOnContactOnly.contains(reason) ? nil : missingReasons[reason]
        }
        return onContact && onContactOnly.contains(wanted.status) ? nil : missing[wanted.status]
    }
}

/// A part of a shift: from its start up to, not including, its end.
package struct ShiftSegment: Sendable, Hashable {
    package let start: Instant
    package let end: Instant

    package init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }
}

extension [ShiftSegment] {
    /// Whether a time lies in one of them, widened by a grace.
    func contain(_ time: Instant, grace: Duration) -> Bool {
        contains { time >= $0.start - grace && time < $0.end + grace }
    }

    /// What is left of them without some spans.
    func without(_ spans: [ShiftSegment]) -> [ShiftSegment] {
        spans.reduce(self) { left, span in
            left.flatMap { segment in
                [
                    ShiftSegment(start: segment.start, end: Swift.min(segment.end, span.start)),
                    ShiftSegment(start: Swift.max(segment.start, span.end), end: segment.end),
                ].filter { $0.start < $0.end }
            }
        }
    }
}

/// An agent's shift as the WFM published it. Of what its schedules do not cover it says nothing; where they do and there is no
/// segment, the agent is off.
package struct PublishedShift: Sendable, Hashable {
    package var covered: [ShiftSegment]
    package var segments: [ShiftSegment]

    package init(covered: [ShiftSegment] = [], segments: [ShiftSegment] = []) {
        self.covered = covered
        self.segments = segments
    }
}

/// What a dialect of CXone's interface can show and do. Rules use what can be seen and say what could not.
package struct Capabilities: Sendable, Hashable {
    package var seesContacts: Bool
    package var seesWrapUp: Bool
    package var seesReasons: Bool
    package var readsInBulk: Bool
    /// A write on a contact takes effect when the contact ends. Where that is unknown, it is looked for as if it did.
    package var queuesStates: Tristate
    /// A write says whether to respect wrap-up, and whether to make the agent Available when it ends.
    package var takesWrapUpFlags: Bool
    /// The answer to a write is itself an observation of the new status.
    package var answersWithStatus: Bool

    package init(
        seesContacts: Bool,
        seesWrapUp: Bool,
        seesReasons: Bool,
        readsInBulk: Bool,
        queuesStates: Tristate,
        takesWrapUpFlags: Bool,
        answersWithStatus: Bool
    ) {
        self.seesContacts = seesContacts
        self.seesWrapUp = seesWrapUp
        self.seesReasons = seesReasons
        self.readsInBulk = readsInBulk
        self.queuesStates = queuesStates
        self.takesWrapUpFlags = takesWrapUpFlags
        self.answersWithStatus = answersWithStatus
    }

    /// The `platform` dialect: reasons show only in its own status record, contacts only as Busy.
    package static let platform = Capabilities(
        seesContacts: false,
        seesWrapUp: false,
        seesReasons: true,
        readsInBulk: false,
        queuesStates: .unknown,
        takesWrapUpFlags: true,
        answersWithStatus: true
    )

    /// The `acd` dialect: contacts, after-call work and codes show in its states; a write is answered with nothing.
    package static let acd = Capabilities(
        seesContacts: true,
        seesWrapUp: true,
        seesReasons: true,
        readsInBulk: true,
        queuesStates: .unknown,
        takesWrapUpFlags: false,
        answersWithStatus: false
    )
}

package enum Tristate: String, Sendable, Hashable {
    case yes, no, unknown
}
