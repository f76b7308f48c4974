/// A reason to be unavailable, as the dialect `acd` numbers it.
package struct UnavailableCode: Sendable, Hashable {
    package internal(set) var id: Int
    /// Case counts.
    package let name: String
    package var isActive = true
    package var isAfterCall = false
    /// After so many minutes the platform logs the agent out.
    package var timeoutMinutes = 120

    /// Codes up to this number are the platform's own.
    static let lastReserved = 3

    init(_ id: Int, _ name: String) {
        self.id = id
        self.name = name
    }

    /// What the dialect `platform` shows of an agent who is unavailable by this code.
    func meaning(pauseReasons: [String]) -> (status: SimulatedStatus, pauseReason: String?) {
        switch name {
        case "Break": (.named(.onBreak), nil)
        case "Training": (.named(.training), nil)
        case "Busy": (.named(.busy), nil)
        default: pauseReasons.contains(name) ? (.named(.onBreak), name) : (.state(.notReady), nil)
        }
    }
}

/// A team with its own unavailable codes.
package struct Team: Sendable, Hashable {
    /// How the members of a code are spelt; both spellings are published.
    package enum Spelling: Sendable, Hashable {
        /// `outstateId`, `outstateName`
        case lower
        /// `outStateId`, `outStateName`
        case camel
    }

    package let id: Int
    package let name: String
    package internal(set) var codes: [UnavailableCode]
    package let spelling: Spelling

    /// Every team of the tenant: two with all codes, and four with one peculiarity each.
    ///
    /// Codes of one name have another number in each team.
    package static func all(pauseReasons: [String]) -> [Team] {
        func codes(_ team: Int) -> [UnavailableCode] { allCodes(pauseReasons: pauseReasons, from: team * 1_000) }
        let missed = pauseReasons.dropFirst(2).first ?? "Busy"
        return [
            Team(id: 501, name: "Support", codes: codes(1), spelling: .lower),
            Team(id: 502, name: "Sales", codes: codes(2), spelling: .lower),
            // Misses a reason; a code whose name differs from it in case alone is another code.
            Team(
                id: 503,
                name: "Billing",
                codes: codes(3).filter { $0.name != missed } + [UnavailableCode(3_051, missed.lowercased())],
                spelling: .lower
            ),
            Team(id: 504, name: "Retention", codes: codes(4).changing("Training") { $0.isActive = false }, spelling: .lower),
            Team(id: 505, name: "Night Shift", codes: codes(5).changing("Break") { $0.timeoutMinutes = 15 }, spelling: .lower),
            Team(id: 506, name: "Field Service", codes: codes(6), spelling: .camel),
        ]
    }

    /// The team of an agent by the index in the roster: of each ten, six in the two teams with all codes and one in each other.
    package static func id(ofAgentAt index: Int) -> Int {
        switch index % 10 {
        case 6: 503
        case 7: 504
        case 8: 505
        case 9: 506
        case let digit: digit % 2 == 0 ? 501 : 502
        }
    }

    func code(_ id: Int) -> UnavailableCode? {
        codes.first { $0.id == id }
    }

    func code(named name: String) -> UnavailableCode? {
        codes.first { $0.name == name }
    }

    var afterCall: UnavailableCode? {
        codes.first(where: \.isAfterCall)
    }

    private static func allCodes(pauseReasons: [String], from base: Int) -> [UnavailableCode] {
        var afterCall = UnavailableCode(base + 31, "After Call Work")
        afterCall.isAfterCall = true
        return [
            UnavailableCode(UnavailableCode.lastReserved, "Refused Contact"),
            UnavailableCode(base + 1, "Break"), UnavailableCode(base + 2, "Training"), UnavailableCode(base + 3, "Busy"),
        ] + pauseReasons.prefix(10).enumerated().map { UnavailableCode(base + 11 + $0, $1) } + [
            UnavailableCode(base + 21, "End of Shift"), afterCall,
        ]
    }
}

extension [UnavailableCode] {
    fileprivate func changing(_ name: String, _ change: (inout UnavailableCode) -> Void) -> [UnavailableCode] {
        map { code in
            guard code.name == name else { return code }
            var code = code
            change(&code)
            return code
        }
    }
}
