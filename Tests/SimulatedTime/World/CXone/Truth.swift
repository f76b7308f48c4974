import Reconciliation

/// What an agent truly did, which nobody but CXone and the observer knows.
struct Truth: Sendable {
    enum Maker: Sendable, Hashable {
        case bridge(write: Int)
        case person, contact, session
    }

    struct Stretch: Sendable {
        var start: Instant
        var status: LiveStatus
        var stateID: Int
        var isContact = false
        var isWrapUp = false
        var maker: Maker
    }

    private(set) var stretches: [Stretch]
    /// What CXone keeps from a user for a while.
    enum Lack: Hashable {
        case access, role, shift
        case code(Status)

        static let codes = Status.allCases.map { (lack: Lack.code($0), status: $0) }
    }

    /// Until when what is lacking.
    var lacks: [Lack: Instant] = [:]
    /// Grows with each move, so that what was planned for a call that is over can be told.
    private(set) var epoch = 0

    init(start: Instant) {
        stretches = [
            Stretch(start: start - .hours(20), status: .status(.offline), stateID: 1, maker: .session),
            Stretch(start: start - .hours(1), status: .status(.available), stateID: 2, maker: .session),
        ]
    }

    func lacks(_ lack: Lack, at now: Instant) -> Bool { lacks[lack].map { now < $0 } ?? false }

    var present: Stretch { stretches[stretches.count - 1] }
    var isOffline: Bool { present.status == .status(.offline) }
    /// On a call or wrapping up after one.
    var isOccupied: Bool { present.isContact || present.isWrapUp }

    mutating func move(
        to status: LiveStatus,
        at now: Instant,
        by maker: Maker,
        isContact: Bool = false,
        isWrapUp: Bool = false
    ) {
        epoch += 1
        // No two states begin at one moment: CXone's clock goes on between them.
        let start = max(now, present.start + .milliseconds(1))
        let id = Self.stateID(of: status, isContact: isContact, isWrapUp: isWrapUp)
        stretches.append(
            Stretch(start: start, status: status, stateID: id, isContact: isContact, isWrapUp: isWrapUp, maker: maker)
        )
    }

    private static func stateID(of status: LiveStatus, isContact: Bool, isWrapUp: Bool) -> Int {
        if isWrapUp { return 7 }
        if isContact { return 6 }
        return switch status {
        case .status(.offline): 1
        case .status(.available): 2
        case .status(.onBreak): 3
        case .status(.training): 4
        case .status(.busy): 5
        case .notReady, .unknown: 8
        }
    }

    /// The state at a time.
    func stretch(at time: Instant) -> Stretch {
        stretches.last { $0.start <= time } ?? stretches[0]
    }

    func reading(at time: Instant, origin: LiveReading.Origin, _ capabilities: Capabilities) -> LiveReading {
        let stretch = stretch(at: time)
        return LiveReading(
            status: stretch.status,
            since: stretch.start,
            onContact: capabilities.seesContacts ? (stretch.isContact ? .yes : .no) : .unknown,
            inWrapUp: capabilities.seesWrapUp ? (stretch.isWrapUp ? .yes : .no) : .unknown,
            origin: origin,
            stateID: stretch.stateID
        )
    }

    /// The records of a span as they stood at a time.
    func history(from: Instant, to: Instant, asOf time: Instant, _ capabilities: Capabilities) -> [HistorySegment] {
        let known = stretches.filter { $0.start <= time }
        return known.indices.compactMap { index in
            let stretch = known[index]
            let end = index + 1 < known.count ? known[index + 1].start : nil
            guard stretch.start < to, end.map({ $0 > from }) ?? true else { return nil }
            return HistorySegment(
                start: stretch.start,
                end: end,
                stateID: stretch.stateID,
                label: stretch.status.label,
                status: stretch.status,
                onContact: capabilities.seesContacts ? (stretch.isContact ? .yes : .no) : .unknown,
                inWrapUp: capabilities.seesWrapUp ? (stretch.isWrapUp ? .yes : .no) : .unknown
            )
        }
    }
}
