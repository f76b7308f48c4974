import Reconciliation

/// Who of the calls that wait may leave, and when: one rate for all of a tenant's calls. A value without clock and tasks.
struct RateBudget: Sendable {
    typealias Waiter = UInt64

    /// What a caller is told.
    enum Answer: Sendable, Hashable {
        case go(Turn)
        case wait
        /// Its turn would come later than it waits; it may ask again then.
        case refuse(until: Instant)
    }

    private struct Place {
        var waiter: Waiter
        var lane: CallLane
        var arrivedAt: Instant
        var latest: Instant
    }

    /// Refused callers are sent away one after the other, and no further than this: who comes too soon costs no call, and turns
    /// that nobody is there for are lost.
    private static let furthest: Duration = .seconds(10)
    /// Until a limit is known, calls may leave together that the rate allows within this.
    private static let firstCredit: Duration = .milliseconds(100)

    private(set) var rate: LearnedRate
    private var gate = Gate()
    private var shares = LaneShares()
    /// Those who wait, by the rank of their lane, first come first.
    private var lines: [[Place]] = LaneShares.ranked.map { _ in [] }
    /// The earliest time for the next turn.
    private var nextAt: Instant?
    private var promised: Instant?
    /// How late timers may be without the turns missed meanwhile being lost.
    private let lateness: Duration

    init(_ settings: RateSettings, lateness: Duration = .zero) {
        rate = LearnedRate(settings)
        self.lateness = lateness
    }

    /// Takes over what an operator says now.
    mutating func adopt(_ settings: RateSettings) { rate.adopt(settings) }

    var waiting: Int { lines.reduce(0) { $0 + $1.count } }

    // MARK: Asking

    /// Wants a turn.
    ///
    /// - Parameter latest: until when it is waited for.
    mutating func ask(_ waiter: Waiter, _ lane: CallLane, until latest: Instant, now: Instant) -> Answer {
        let opens = gate.closedUntil(lane, now: now)
        if let opens, opens > latest { return .refuse(until: opens) }
        keepTime(now)
        let place = Place(waiter: waiter, lane: lane, arrivedAt: now, latest: latest)
        let next = start(since: now, now: now)
        let ahead = waiting(ahead: lane, now: now)
        if opens == nil, ahead == 0, next - credit <= now { return .go(take(place, at: next, now: now)) }
        let turn = max(next - credit, opens ?? now) + .seconds(Double(ahead) / rate.perSecond)
        guard turn <= latest else { return .refuse(until: promise(turn, now: now)) }
        lines[lane.rank].append(place)
        return .wait
    }

    /// Those whose turn it is, or whose patience is over.
    mutating func due(now: Instant) -> [(waiter: Waiter, answer: Answer)] {
        keepTime(now)
        var told: [(Waiter, Answer)] = []
        while true {
            var open: [CallLane] = []
            var ready: Instant?
            for lane in LaneShares.ranked {
                guard let head = lines[lane.rank].first, gate.closedUntil(lane, now: now) == nil else { continue }
                open.append(lane)
                let since = max(head.arrivedAt, gate.lastOpened(lane) ?? head.arrivedAt)
                ready = min(ready ?? since, since)
            }
            guard let ready else { break }
            let next = start(since: ready, now: now)
            guard next - credit <= now, let lane = shares.next(among: open) else { break }
            let place = lines[lane.rank].removeFirst()
            told.append((place.waiter, .go(take(place, at: next, now: now))))
        }
        for rank in lines.indices where lines[rank].contains(where: { $0.latest <= now }) {
            let late = lines[rank].filter { $0.latest <= now }
            lines[rank].removeAll { $0.latest <= now }
            for place in late { told.append((place.waiter, .refuse(until: promise(now, now: now)))) }
        }
        return told
    }

    /// When `due` will have somebody to tell something; nil if nobody waits.
    mutating func nextEvent(now: Instant) -> Instant? {
        var first: Instant?
        for lane in LaneShares.ranked {
            guard let head = lines[lane.rank].first else { continue }
            let turn = gate.closedUntil(lane, now: now) ?? max(head.arrivedAt, (nextAt ?? head.arrivedAt) - credit)
            first = min(first ?? turn, turn)
            for place in lines[lane.rank] where place.latest < turn { first = min(first ?? place.latest, place.latest) }
        }
        return first
    }

    /// A caller gave up.
    mutating func leave(_ waiter: Waiter) {
        for rank in lines.indices { lines[rank].removeAll { $0.waiter == waiter } }
    }

    // MARK: What came of it

    /// A turn was not used.
    mutating func giveBack(_ turn: Turn) {
        rate.giveBack()
        nextAt = nextAt.map { $0 - .seconds(1 / rate.perSecond) }
    }

    /// A call was answered with 429.
    mutating func refused(_ turn: Turn, now: Instant) { rate.refused(turn, now: now) }

    /// CXone wants no calls of the lane before then.
    mutating func close(_ lane: CallLane, until time: Instant) { gate.close(lane, until: time) }

    mutating func closedUntil(_ lane: CallLane, now: Instant) -> Instant? { gate.closedUntil(lane, now: now) }

    // MARK: Time

    /// When the next turn is, for somebody who could have had one since a time: what was not used before is lost.
    private func start(since ready: Instant, now: Instant) -> Instant {
        let first = max(ready, now - lateness)
        return max(nextAt ?? first, first)
    }

    private var credit: Duration { rate.limit == nil ? Self.firstCredit : .zero }

    private mutating func take(_ place: Place, at start: Instant, now: Instant) -> Turn {
        let waited = now - place.arrivedAt
        let turn = rate.leave(place.lane, at: now, isPressed: waiting > 0 || waited > .zero, waited: waited)
        nextAt = start + .seconds(1 / rate.perSecond)
        return turn
    }

    private mutating func promise(_ time: Instant, now: Instant) -> Instant {
        let next = max(time, promised.map { $0 + .seconds(1 / rate.perSecond) } ?? time)
        let bounded = min(next, now + Self.furthest)
        promised = bounded
        return bounded
    }

    /// Calls that come before a new one of the lane; those of closed lanes hold up nobody else.
    private mutating func waiting(ahead lane: CallLane, now: Instant) -> Int {
        var count = 0
        for other in LaneShares.ranked where other.rank <= lane.rank {
            if other.rank == lane.rank || gate.closedUntil(other, now: now) == nil { count += lines[other.rank].count }
        }
        return count
    }

    /// A clock that was set back leaves no turn far ahead.
    private mutating func keepTime(_ now: Instant) {
        if let nextAt, nextAt - now > credit + .seconds(2 / rate.perSecond) { self.nextAt = now }
        if let promised, promised - now > Self.furthest { self.promised = nil }
    }
}
