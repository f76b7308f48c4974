import Notation

/// Misbehaviour drawn from a seed: the same seed and the same order of calls meet the same faults.
struct Chaos: Sendable {
    struct Order: Sendable, Hashable {
        let seed: UInt64
        /// The part of calls that meets a fault, 0 to 1; and how often each agent is moved by somebody: 60 times that an hour.
        let rate: Double
        /// nil: every kind.
        var kinds: Kinds?

        struct Kinds: Sendable, Hashable {
            var faults: Set<SimulatedFault.Kind> = []
            var happenings: Set<Happening.Kind> = []
        }

        func allows(_ kind: SimulatedFault.Kind) -> Bool { kinds?.faults.contains(kind) ?? true }
        func allows(_ kind: Happening.Kind) -> Bool { kinds?.happenings.contains(kind) ?? true }
    }

    let order: Order
    /// Calls since the order was given.
    private var calls: UInt64 = 0
    private(set) var life: Happenings

    init(_ order: Order, agents: Int, now: UnixMicroseconds) {
        self.order = order
        life = Happenings(order, agents: agents, from: now)
    }

    /// The next call's fault, if it meets one.
    mutating func fault(for call: SimulatedCall) -> SimulatedFault? {
        calls += 1
        var random = SimulationRandom(seed: order.seed, stream: calls)
        guard Double(random.below(1_000_000)) < order.rate * 1_000_000 else { return nil }
        let kinds = SimulatedFault.Kind.allCases.filter { order.allows($0) && $0.fits(call) }
        guard !kinds.isEmpty else { return nil }
        return Self.fault(random.oneOf(kinds), &random)
    }

    mutating func happenings(until now: UnixMicroseconds) -> [Happening] {
        life.take(until: now)
    }

    private static func fault(_ kind: SimulatedFault.Kind, _ random: inout SimulationRandom) -> SimulatedFault {
        switch kind {
        case .answer:
            let code = random.oneOf([500, 502, 503, 504, 408, 429])
            return SimulatedFault(nil, kind, code: code, retryAfter: code == 429 || code == 503 ? wait(&random) : nil)
        case .storm: return SimulatedFault(nil, kind, retryAfter: wait(&random), seconds: Double(random.between(1...5)))
        case .slowFirstByte: return SimulatedFault(nil, kind, seconds: Double(random.between(5...120)) / 10)
        case .stale: return SimulatedFault(nil, kind, seconds: Double(random.between(1...30)))
        case .clockSkew: return SimulatedFault(nil, kind, seconds: Double(random.between(-900...900)))
        default: return SimulatedFault(nil, kind)
        }
    }

    /// `Retry-After` in seconds, as a date, absurd, or none.
    private static func wait(_ random: inout SimulationRandom) -> SimulatedFault.Wait? {
        switch random.below(4) {
        case 0: .text(String(random.between(1...5)))
        case 1: .date(seconds: Double(random.between(1...5)))
        case 2: .text(random.oneOf(["999999999", "-5", "soon", "Thu, 01 Jan 1970 00:00:00 GMT"]))
        default: nil
        }
    }
}
