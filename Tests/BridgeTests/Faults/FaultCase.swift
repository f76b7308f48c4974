import Rehearsal
import TestSupport

/// What is to go wrong in one run, all of it from one seed.
struct FaultCase: Sendable, CustomStringConvertible {
    /// What a person or the platform does to agents, as the simulator's control names it.
    static let life = ["contact", "person", "supervisor", "code_timeout"]
    static let kinds = SimulatedFault.Kind.allCases.map(\.rawValue) + life

    let seed: UInt64
    let dialect: SimulatedDialect
    let kinds: [String]
    /// The part of calls that meets a fault; and each agent is moved 60 times that an hour.
    let rate: Double
    let changes: [PlannedChange]

    /// A change that is pushed in a run.
    struct PlannedChange: Sendable {
        let agent: Int
        let status: String
        let pauseReason: String?
        /// Seconds from the start.
        let dueAfter: Double
    }

    /// Ordinary ones, of teams that have all codes.
    static let agents = [0, 1, 2, 3, 4, 10]
    /// Seconds after its time within which a change may be made.
    static let grace = 240.0

    /// Of two seeds one has a kind alone, in turn, and the other several at once.
    init(seed: UInt64) {
        self.seed = seed
        var random = SeededRandom(quietly: seed)
        let spoken = random.oneOf(SimulatedDialect.allCases)
        let possible = Self.kinds.filter { Self.isFair($0, in: spoken) }
        dialect = spoken
        if seed % 2 == 1 {
            kinds = [possible[Int(seed / 2 % UInt64(possible.count))]]
        } else {
            kinds = possible.shuffled(using: &random).prefix(Int.random(in: 2...possible.count, using: &random)).sorted()
        }
        rate = Self.rate(of: kinds)
        changes = Self.agents.flatMap { agent in
            (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let status = random.oneOf(["Available", "Break", "Training", "Busy"])
                return PlannedChange(
                    agent: agent,
                    status: status,
                    pauseReason: status == "Break" ? random.oneOf(["Queue Full", "IT Issue", "Manager Meeting"]) : nil,
                    dueAfter: Double.random(in: 2...60, using: &random)
                )
            }
        }
    }

    var isAlone: Bool { kinds.count == 1 }
    /// Whether somebody other than the bridge moves agents.
    var hasLife: Bool { kinds.contains { Self.life.contains($0) } }

    var description: String { "seed \(seed): \(dialect.rawValue), \(kinds.joined(separator: " + ")) at \(rate)" }

    /// In `platform` the answer to a write is an observation (description of reconciliation, Confirming): a CXone that answers with
    /// a status in which it did not put the agent is believed, and the sweep finds it out. There is no such answer in `acd`.
    private static func isFair(_ kind: String, in dialect: SimulatedDialect) -> Bool {
        dialect == .acd || kind != SimulatedFault.Kind.acknowledgedOnly.rawValue
    }

    /// A storm stops every call for seconds, and one in sixteen for ten minutes: rarer than the others.
    private static func rate(of kinds: [String]) -> Double {
        guard kinds.count == 1 else { return 0.25 }
        if kinds[0] == SimulatedFault.Kind.storm.rawValue { return 0.05 }
        return 0.5
    }
}

extension SeededRandom {
    mutating func oneOf<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &self)]
    }
}
