import Notation

/// Something that somebody in the contact centre does to an agent.
struct Happening: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Comes in, lasts, and is followed by a wrap-up.
        case contact
        /// The agent changes the state.
        case person
        case supervisor
        /// An agent who is unavailable by a code is logged out because it has lasted too long.
        case codeTimeout = "code_timeout"
    }

    let at: UnixMicroseconds
    /// The agent's index.
    let agent: Int
    let kind: Kind
    /// Chooses how it goes.
    let draw: UInt64
}

/// What happens to agents by itself, at times drawn from a seed; it is caught up with when somebody asks.
struct Happenings: Sendable {
    private var random: SimulationRandom
    private let kinds: [Happening.Kind]
    private let agents: Int
    /// Microseconds between two, on average; nil: nothing happens.
    private let meanGap: Int?
    private var next: UnixMicroseconds

    /// So many are caught up with at most; what would have happened before them is left out.
    private static let most = 100_000
    /// Microseconds, some hundred days: a rate that is slower than that counts as this.
    private static let longestGap = 1e13

    init(_ order: Chaos.Order, agents: Int, from now: UnixMicroseconds) {
        random = SimulationRandom(seed: order.seed, stream: 1 << 62)
        kinds = Happening.Kind.allCases.filter(order.allows)
        self.agents = agents
        let isQuiet = kinds.isEmpty || agents == 0 || order.rate <= 0
        meanGap = isQuiet ? nil : max(1_000, Int(min(Self.longestGap, 60_000_000 / (Double(agents) * order.rate))))
        next = now
        advance()
    }

    private mutating func advance() {
        guard let meanGap else { return }
        next += Int64(random.between(1...(2 * meanGap)))
    }

    mutating func take(until now: UnixMicroseconds) -> [Happening] {
        guard let meanGap, next <= now else { return [] }
        next = max(next, now - Int64(meanGap) * Int64(Self.most))
        var list: [Happening] = []
        while next <= now {
            list.append(Happening(at: next, agent: random.below(agents), kind: random.oneOf(kinds), draw: random.next()))
            advance()
        }
        return list
    }
}
