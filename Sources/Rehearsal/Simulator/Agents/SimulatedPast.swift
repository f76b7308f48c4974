import Notation

/// What an agent did in the 36 hours before the simulator started, made up from the seed.
///
/// It is generated when it is asked for and never kept, so that a hundred thousand agents cost no memory for it; the same
/// roster, seed and start give the same marks. Two working blocks (yesterday's, and the one in progress) with log-in, contacts
/// that are followed by wrap-up, breaks and training; Offline before, between and after.
struct SimulatedPast {
    private let agent: RosterAgent
    private let startedAt: UnixMicroseconds
    private let seed: UInt64
    private var random: SimulationRandom
    private var marks: [HistoryMark] = []
    /// Milliseconds from the simulator's start.
    private var cursor = 0

    private static let minute = 60_000
    private static let hour = 60 * minute

    private init(agent: RosterAgent, seed: UInt64, startedAt: UnixMicroseconds) {
        self.agent = agent
        self.startedAt = startedAt
        self.seed = seed
        random = SimulationRandom(seed: seed, stream: UInt64(agent.index) &* 2 &+ 2)
    }

    /// All marks before the start, oldest first, with strictly rising starts; the last is the state the agent starts in.
    static func marks(of agent: RosterAgent, seed: UInt64, startedAt: UnixMicroseconds) -> [HistoryMark] {
        var past = SimulatedPast(agent: agent, seed: seed, startedAt: startedAt)
        past.fill()
        return past.marks
    }

    /// When the state began that the agent starts in: the start of the last mark, without making up the others.
    static func openSince(of agent: RosterAgent, seed: UInt64, startedAt: UnixMicroseconds) -> UnixMicroseconds {
        startedAt + Int64(openOffset(of: agent, seed: seed)) * 1_000
    }

    private static func openOffset(of agent: RosterAgent, seed: UInt64) -> Int {
        var random = SimulationRandom(seed: seed, stream: ~UInt64(agent.index))
        return agent.startsAtWork ? -random.between(30_000...(10 * minute)) : -2 * hour + random.between(30_000...(5 * minute))
    }

    private mutating func fill() {
        let open = Self.openOffset(of: agent, seed: seed)
        cursor = -36 * Self.hour - random.between(0...(2 * Self.hour))
        mark(.offline)
        cursor = -30 * Self.hour - random.between(0...(20 * Self.minute))
        work(until: -21 * Self.hour - random.between(0...(20 * Self.minute)))
        mark(.offline)
        cursor = (agent.startsAtWork ? -12 : -10) * Self.hour + random.between(0...(8 * Self.minute))
        work(until: open)
        let last: StateID = agent.startsAtWork ? .ready : .offline
        while marks.last?.state == last { marks.removeLast() }
        cursor = open
        mark(last)
    }

    /// One working block: log-in, then contacts, with a break every two hours, a long one in the middle, training late in it.
    private mutating func work(until end: Int) {
        let begin = cursor
        mark(.notReady)
        cursor += random.between(Self.minute...(3 * Self.minute))
        var pauses = [
            (at: begin + 2 * Self.hour, state: StateID.onBreak, for: random.between((10 * Self.minute)...(15 * Self.minute))),
            (at: begin + 4 * Self.hour, state: StateID.onBreak, for: random.between((30 * Self.minute)...(45 * Self.minute))),
            (at: begin + 6 * Self.hour, state: StateID.paused, for: random.between((15 * Self.minute)...(30 * Self.minute))),
            (at: begin + 8 * Self.hour, state: StateID.onBreak, for: random.between((10 * Self.minute)...(15 * Self.minute))),
        ]
        let pace = Pace(agent)
        let inQueue = agent.index % 5 == 4
        while cursor < end {
            if let pause = pauses.first, cursor >= pause.at {
                mark(pause.state)
                cursor += pause.for
                pauses.removeFirst()
                continue
            }
            mark(inQueue ? .queueReady : .ready)
            cursor += random.between(pace.waiting)
            guard cursor < end else { break }
            mark(inQueue ? .queueBusy : .busy)
            cursor += random.between(pace.contact)
            guard cursor < end else { break }
            if random.below(10) < 7 {
                mark(.notReady)
                cursor += random.between(10_000...90_000)
            }
        }
        cursor = end
    }

    private mutating func mark(_ state: StateID) {
        guard marks.last?.state != state else { return }
        var mark = HistoryMark(start: startedAt + Int64(cursor) * 1_000, state: state)
        if state == .busy || state == .queueBusy {
            mark.contactID = SimulatedAgent.contactID(of: agent, beganAt: mark.start)
            mark.isOutbound = state == .queueBusy
        }
        mark.isAfterCall = state == .notReady && marks.last?.contactID != nil
        marks.append(mark)
    }

    /// How long contacts and the waiting between them last, in milliseconds: a third of the agents each is quick (several pages of
    /// history a day), ordinary, or slow (hardly one page).
    private struct Pace {
        let waiting: ClosedRange<Int>
        let contact: ClosedRange<Int>

        init(_ agent: RosterAgent) {
            switch agent.index % 3 {
            case 0: (waiting, contact) = (15_000...90_000, 60_000...300_000)
            case 1: (waiting, contact) = (60_000...360_000, 120_000...600_000)
            default: (waiting, contact) = (600_000...1_500_000, 480_000...1_200_000)
            }
        }
    }
}
