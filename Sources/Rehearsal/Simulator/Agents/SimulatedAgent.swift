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

    package private(set) var status: SimulatedStatus
    package private(set) var pauseReason: String?
    package private(set) var wrapUpCode: String?
    package private(set) var since: UnixMicroseconds
    package private(set) var movedBy: Mover
    package private(set) var wrapUp: WrapUp?
    package private(set) var autoAvailable = false
    private var marks: [HistoryMark] = []
    private var hasForgotten = false

    /// So many marks since the start are kept at most; beyond that the oldest half goes, and with it what was before the start.
    private static let remembered = 20_000

    init(_ profile: RosterAgent, seed: UInt64, startedAt: UnixMicroseconds) {
        self.profile = profile
        roles = profile.roles
        isSuspended = profile.isSuspended
        let second = startedAt / 1_000_000
        switch profile.trait {
        case .shiftAbsent: shift = .absent
        case .shiftNull: shift = .null
        case .ordinary, .shiftOver, .roleMissing, .suspended:
            shift = profile.shift.map { .hours(start: second + Int64($0.lowerBound), end: second + Int64($0.upperBound)) } ?? .null
        }
        status = profile.startsAtWork ? .available : .offline
        since = SimulatedPast.openSince(of: profile, seed: seed, startedAt: startedAt)
        movedBy = .session
    }

    package var id: String { profile.id }

    /// Ends a wrap-up whose time is over. Everything that looks at an agent calls it first.
    mutating func settle(_ now: UnixMicroseconds) {
        guard let ending = wrapUp, now >= ending.until else { return }
        wrapUp = nil
        if let next = ending.next ?? (autoAvailable ? .available : nil) {
            enter(next, movedBy: .contact, at: ending.until)
        }
    }

    /// Moves the agent and ends a wrap-up. The same status with the same reason and code is no change and keeps its start.
    mutating func enter(
        _ status: SimulatedStatus,
        pauseReason: String? = nil,
        wrapUpCode: String? = nil,
        movedBy: Mover,
        at now: UnixMicroseconds
    ) {
        wrapUp = nil
        guard status != self.status || pauseReason != self.pauseReason || wrapUpCode != self.wrapUpCode else { return }
        self.status = status
        self.pauseReason = pauseReason
        self.wrapUpCode = wrapUpCode
        self.movedBy = movedBy
        // Whole milliseconds, as they are written on the wire, and strictly rising, so that a page can begin after a start.
        since = max(now - now % 1_000, since + 1_000)
        marks.append(HistoryMark(start: since, state: status.stateID))
        if marks.count > Self.remembered {
            marks.removeFirst(Self.remembered / 2)
            hasForgotten = true
        }
    }

    /// Carries out a client's write.
    mutating func obey(_ order: StatusOrder, at now: UnixMicroseconds) {
        enter(
            .named(order.status),
            pauseReason: order.pauseReason,
            wrapUpCode: order.wrapUpCode,
            movedBy: .client,
            at: now
        )
        autoAvailable = order.autoAvailable
    }

    /// Puts the agent into wrap-up: NOT_READY until then.
    mutating func beginWrapUp(until end: UnixMicroseconds, next: SimulatedStatus?, at now: UnixMicroseconds) {
        enter(.state(.notReady), movedBy: .contact, at: now)
        wrapUp = WrapUp(until: end, next: next)
    }

    mutating func endWrapUp(at now: UnixMicroseconds) {
        guard let ending = wrapUp else { return }
        wrapUp = WrapUp(until: min(now, ending.until), next: ending.next)
        settle(now)
    }

    /// The whole history, oldest first, starts strictly rising; the last mark is the open one.
    func history(seed: UInt64, startedAt: UnixMicroseconds) -> [HistoryMark] {
        hasForgotten ? marks : SimulatedPast.marks(of: profile, seed: seed, startedAt: startedAt) + marks
    }
}
