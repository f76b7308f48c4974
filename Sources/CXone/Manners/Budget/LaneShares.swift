/// Which lane's turn it is: writes first, then reads, then the history, each with a share that the others cannot take.
///
/// A lane that nobody waits in lends its share to the others.
struct LaneShares: Sendable, Hashable {
    /// In the order of their rank.
    static let ranked: [CallLane] = [.writes, .reads, .history]

    /// The least of all turns that a lane gets while calls wait in it.
    static func least(_ lane: CallLane) -> Double {
        switch lane {
        case .writes: 0.5
        case .reads: 0.25
        case .history: 0.05
        case .token: 0
        }
    }

    /// Turns that a lane has a right to and has not had, by its rank.
    private var owed = LaneShares.ranked.map { _ in 0.0 }

    /// The lane whose turn it is, of those that calls wait in and that are not closed.
    mutating func next(among lanes: [CallLane]) -> CallLane? {
        guard let first = Self.ranked.first(where: { lanes.contains($0) }) else { return nil }
        for lane in Self.ranked {
            // Nothing is saved up: who did not wait was owed nothing.
            owed[lane.rank] = lanes.contains(lane) ? min(2, owed[lane.rank] + Self.least(lane)) : 0
        }
        let due = Self.ranked.filter { owed[$0.rank] >= 1 }.max { owed[$0.rank] < owed[$1.rank] }
        let chosen = due ?? first
        owed[chosen.rank] = max(0, owed[chosen.rank] - 1)
        return chosen
    }
}

extension CallLane {
    /// The place among those that wait for turns; calls for tokens, which wait for none, count as writes.
    var rank: Int {
        switch self {
        case .writes, .token: 0
        case .reads: 1
        case .history: 2
        }
    }
}
