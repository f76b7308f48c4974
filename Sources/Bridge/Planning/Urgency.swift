import Reconciliation

/// How much of a hurry an agent is in, as the change says for which it is looked at.
struct Urgency: Hashable {
    enum Rank: Int, Comparable, CaseIterable {
        /// A person waits for it.
        case atOnce
        case unavailable
        case available

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    var rank: Rank
    var team: String?
    var expiresAt: Instant

    init(rank: Rank, team: String?, expiresAt: Instant) {
        self.rank = rank
        self.team = team
        self.expiresAt = expiresAt
    }

    init(_ change: Change, unavailableFirst: Bool) {
        rank = change.source == .operators ? .atOnce : unavailableFirst && change.wanted.status == .available ? .available : .unavailable
        team = change.team
        expiresAt = change.expiresAt
    }
}
