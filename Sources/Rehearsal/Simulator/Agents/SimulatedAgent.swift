package import Notation

/// One agent while the simulator runs: the live status, what may change by control, and the history since the start.
package struct SimulatedAgent: Sendable {
    package enum Shift: Sendable, Hashable {
        case absent
        case null
        /// Unix seconds.
        case hours(start: Int64, end: Int64)
    }

    /// Who moved the agent. The platform names no actor to its clients; only the control interface shows this.
    package enum Mover: String, Sendable, Hashable, CaseIterable {
        case person
        case supervisor
        case contact
        case session
        case client
    }

    package struct WrapUp: Sendable, Hashable {
        package let until: UnixMicroseconds
        /// Where the agent goes when it ends; nil: Available if a client's `autoAvailable` asked for it, else stays NOT_READY.
        package let next: SimulatedStatus?
    }

    package let profile: RosterAgent
    /// nil is answered as null.
    package var roles: [String]?
    package var shift: Shift
    package var isSuspended: Bool
    package var isDeleted = false
    /// A status write that has arrived and not taken effect yet: another one meanwhile is a concurrent change.
    package var hasWriteInHand = false

    package internal(set) var moment: AgentMoment
    package internal(set) var wrapUp: WrapUp?
    package internal(set) var autoAvailable = false
    var teamID: Int
    var contact: AgentContact?
    /// What a client asked for while the agent is on a contact.
    var queued: StateOrder?
    /// When the platform logs the agent out, because a code has lasted too long.
    var timesOutAt: UnixMicroseconds?
    /// Contacts that a client's order cut off.
    var contactsDropped = 0
    private var marks: [HistoryMark] = []
    /// The newest moments before the present one, oldest first.
    private var before: [AgentMoment] = []
    private var hasForgotten = false

    /// So many marks since the start are kept at most; beyond that the oldest half goes, and with it what was before the start.
    private static let remembered = 20_000
    /// So many moments can be looked back to.
    private static let lookBack = 64

    init(_ profile: RosterAgent, seed: UInt64, startedAt: UnixMicroseconds) {
        self.profile = profile
        roles = profile.roles
        isSuspended = profile.isSuspended
        teamID = profile.teamID
        let second = startedAt / 1_000_000
        switch profile.trait {
        case .shiftAbsent: shift = .absent
        case .shiftNull: shift = .null
        case .ordinary, .shiftOver, .roleMissing, .suspended:
            shift = profile.shift.map { .hours(start: second + Int64($0.lowerBound), end: second + Int64($0.upperBound)) } ?? .null
        }
        let since = SimulatedPast.openSince(of: profile, seed: seed, startedAt: startedAt)
        moment = AgentMoment(status: profile.startsAtWork ? .available : .offline, since: since, updatedAt: since, movedBy: .session)
    }

    package var id: String { profile.id }

    package var status: SimulatedStatus { moment.status }
    package var pauseReason: String? { moment.pauseReason }
    package var wrapUpCode: String? { moment.wrapUpCode }
    package var since: UnixMicroseconds { moment.since }
    package var movedBy: Mover { moment.movedBy }

    /// Moves the agent and ends contact and wrap-up. What is the same as before is no change and keeps its start.
    ///
    /// - Parameter change: what else there is to say about the new moment
    mutating func enter(
        _ status: SimulatedStatus,
        pauseReason: String? = nil,
        wrapUpCode: String? = nil,
        movedBy: Mover,
        at now: UnixMicroseconds,
        _ change: (inout AgentMoment) -> Void = { _ in }
    ) {
        wrapUp = nil
        contact = nil
        queued = nil
        timesOutAt = nil
        // Whole milliseconds, as they are written on the wire, and strictly rising, so that a page can begin after a start.
        let since = max(now - now % 1_000, moment.since + 1_000)
        var next = AgentMoment(
            status: status,
            pauseReason: pauseReason,
            wrapUpCode: wrapUpCode,
            since: since,
            updatedAt: max(since, moment.updatedAt),
            movedBy: movedBy
        )
        change(&next)
        guard !next.isSame(as: moment) else { return }
        before.append(moment)
        if before.count > Self.lookBack { before.removeFirst() }
        moment = next
        marks.append(HistoryMark(next))
        if marks.count > Self.remembered {
            marks.removeFirst(Self.remembered / 2)
            hasForgotten = true
        }
    }

    /// What the agent did at an earlier time, as far back as that is known.
    func moment(at time: UnixMicroseconds) -> AgentMoment {
        guard moment.updatedAt > time else { return moment }
        return before.last { $0.updatedAt <= time } ?? before.first ?? moment
    }

    /// The whole history, oldest first, starts strictly rising; the last mark is the open one.
    func history(seed: UInt64, startedAt: UnixMicroseconds) -> [HistoryMark] {
        hasForgotten ? marks : SimulatedPast.marks(of: profile, seed: seed, startedAt: startedAt) + marks
    }
}
