/// One agent as the roster describes it, before the simulator runs.
package struct RosterAgent: Sendable, Hashable {
    /// What is special about an agent. It follows from the index alone: its remainder on division by 66.
    ///
    /// With 200 agents that makes three of each, with 10 one of each; indices 0 to 4 are always ordinary.
    package enum Trait: String, Sendable, Hashable, CaseIterable {
        /// Has the role Agent, is in shift from 12 hours before the start to 12 hours after it, starts Available.
        case ordinary
        /// Remainder 5: the shift ended two hours before the start; starts Offline.
        case shiftOver = "shift_over"
        /// Remainder 6: has only the role Viewer.
        case roleMissing = "role_missing"
        /// Remainder 7: suspended, every call about them answers 403; starts Offline.
        case suspended
        /// Remainder 8: `shiftSchedule` is null.
        case shiftNull = "shift_null"
        /// Remainder 9: there is no `shiftSchedule` at all.
        case shiftAbsent = "shift_absent"

        static let period = 66

        package init(index: Int) {
            switch index % Self.period {
            case 5: self = .shiftOver
            case 6: self = .roleMissing
            case 7: self = .suspended
            case 8: self = .shiftNull
            case 9: self = .shiftAbsent
            default: self = .ordinary
            }
        }
    }

    package let index: Int
    package let id: String
    /// The number by which the dialect `acd` knows the agent.
    package let acdID: Int
    let givenName: String
    let familyName: String
    package let trait: Trait

    package init(index: Int, seed: UInt64) {
        var random = SimulationRandom(seed: seed, stream: UInt64(index) &* 2 &+ 1)
        let given = random.oneOf(RosterNames.given)
        let family = random.oneOf(RosterNames.family)
        self.index = index
        givenName = given
        familyName = family
        self.trait = Trait(index: index)
        acdID = Self.firstACDID(seed: seed) + index
        let number = 10_000 + index
        if index % 20 == 19 {
            // The rarer characters that an id may hold, so that a client that pastes ids into paths finds out here.
            id = "\(given.lowercased()).\(family.lowercased()):\(number)@contact.example"
        } else {
            let letters = (0..<5).map { _ in Character(Unicode.Scalar(UInt8(97 + random.below(26)))) }
            id = "\(number)-\(String(letters))-\(random.between(10_000...99_999))"
        }
    }

    package var name: String { "\(givenName) \(familyName)" }
    /// Unlike the name, no two agents have the same.
    var userName: String { "\(givenName.lowercased()).\(familyName.lowercased()).\(10_000 + index)@contact.example" }

    package var roles: [String] {
        if trait == .roleMissing { return ["Viewer"] }
        return index % 22 == 11 ? ["Agent", "Supervisor"] : ["Agent"]
    }

    package var teamID: Int { Team.id(ofAgentAt: index) }

    /// The number of the first agent; the others follow. Each fits 32 bits.
    static func firstACDID(seed: UInt64) -> Int {
        var random = SimulationRandom(seed: seed, stream: 0xACD)
        return random.between(10...2_000) * 1_000_000 + 1
    }

    package var isSuspended: Bool { trait == .suspended }

    /// The shift in seconds from the simulator's start; nil where the tenant knows none.
    package var shift: Range<Int>? {
        switch trait {
        case .shiftNull, .shiftAbsent: nil
        case .shiftOver: (-10 * 3_600)..<(-2 * 3_600)
        case .ordinary, .roleMissing, .suspended: (-12 * 3_600)..<(12 * 3_600)
        }
    }

    /// Whether the agent is at work when the simulator starts: then Available, else Offline.
    package var startsAtWork: Bool { trait != .shiftOver && trait != .suspended }
}
