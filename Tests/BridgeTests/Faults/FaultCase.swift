import Reconciliation
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
    /// Calls per second that CXone lets pass; nil: as many as come.
    var limit: Double?
    /// What the bridge does about agents on a contact.
    var onContact = Policy.OnContact.defer
    let changes: [PlannedChange]

    /// A change that is pushed in a run.
    struct PlannedChange: Sendable {
        let agent: Int
        let status: String
        let pauseReason: String?
        var forcesAvailability = false
        var respectsWrapUp = true
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
        let drawn = random.oneOf(SimulatedDialect.allCases)
        let one = Self.kinds[Int(seed / 2 % UInt64(Self.kinds.count))]
        let isAlone = seed % 2 == 1
        let spoken = isAlone && !Self.isFair(one, in: drawn) ? .acd : drawn
        dialect = spoken
        if isAlone {
            kinds = [one]
        } else {
            let possible = Self.kinds.filter { Self.isFair($0, in: spoken) }
            kinds = possible.shuffled(using: &random).prefix(Int.random(in: 2...possible.count, using: &random)).sorted()
        }
        rate = Self.rate(of: kinds)
        onContact = random.oneOf([.defer, .defer, .apply])
        changes = Self.agents.flatMap { agent in
            let count = Int.random(in: 1...3, using: &random)
            // Who was sent home stays there: nothing comes after it.
            let goesHome = random.oneOf([true, false, false, false])
            return (1...count).map { number in
                let status = goesHome && number == count ? "Offline" : random.oneOf(["Available", "Break", "Training", "Busy"])
                return PlannedChange(
                    agent: agent,
                    status: status,
                    pauseReason: status == "Break" ? random.oneOf(["Queue Full", "IT Issue", "Manager Meeting"]) : nil,
                    forcesAvailability: status == "Available" && random.oneOf([true, false]),
                    respectsWrapUp: random.oneOf([true, true, false]),
                    dueAfter: status == "Offline" ? 61 : Double.random(in: 2...60, using: &random)
                )
            }
        }
    }

    /// A quarter hour's worth of changes that CXone's limit makes wait, with things going wrong besides that draw no 429 themselves.
    static func crowd(seed: UInt64) -> FaultCase {
        var random = SeededRandom(quietly: seed)
        let dialect = random.oneOf(SimulatedDialect.allCases)
        let quiet: [SimulatedFault.Kind] = [.hang, .reset, .appliedThenTimeout, .slowFirstByte, .conflict, .revokedToken]
        let changes = crowdAgents.map { agent in
            PlannedChange(
                agent: agent,
                status: random.oneOf(["Training", "Busy"]),
                pauseReason: nil,
                dueAfter: Double.random(in: 2...12, using: &random)
            )
        }
        return FaultCase(
            seed: seed,
            dialect: dialect,
            kinds: seed % 2 == 0 ? quiet.map(\.rawValue) : [],
            rate: 0.05,
            limit: random.oneOf([3, 4]),
            changes: changes
        )
    }

    /// Ordinary ones, of teams that have all codes.
    private static let crowdAgents = (0..<80).filter { $0 % 10 < 6 && RosterAgent.Trait(index: $0) == .ordinary }

    private init(
        seed: UInt64,
        dialect: SimulatedDialect,
        kinds: [String],
        rate: Double,
        limit: Double,
        changes: [PlannedChange]
    ) {
        (self.seed, self.dialect, self.kinds, self.rate, self.limit, self.changes) = (seed, dialect, kinds, rate, limit, changes)
    }

    /// Seconds of the run in one real second. A limit of few calls a second is one in so many milliseconds of real time, and what a
    /// machine loses by being busy must stay small beside them.
    var speed: Double { limit == nil ? Self.usualSpeed : 4 }
    static let usualSpeed = 40.0
    /// Ten seconds of the run, as a call may take (description of CXone's wire, manners).
    var deadline: Duration { .milliseconds(Int64(10_000 / speed)) }
    /// A closed connection may be noticed after the next request has come on another one: 50 ms of real time.
    var slack: Int64 { Self.slack(speed) }
    static func slack(_ speed: Double) -> Int64 { Int64(0.05 * speed * 1_000_000) }

    var isAlone: Bool { kinds.count == 1 }
    /// Whether somebody other than the bridge moves agents.
    var hasLife: Bool { kinds.contains { Self.life.contains($0) } }

    var description: String {
        let bound = limit.map { ", \($0) calls a second" } ?? ""
        let what = kinds.isEmpty ? "nothing" : kinds.joined(separator: " + ")
        return "seed \(seed): \(dialect.rawValue), \(what) at \(rate)\(bound), contacts: \(onContact.rawValue)"
    }

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
