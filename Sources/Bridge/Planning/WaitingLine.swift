import DequeModule
import HeapModule
import Reconciliation

/// The agents of one tenant that want a look now, in the order in which they get it (4-reconciliation, The quarter hour).
///
/// Who goes unavailable is before who becomes available, teams have their turns, within a team the earliest expiry is first.
/// None of that may cost a change its time: as soon as one can only just be made before it expires, the earliest expiry is
/// first. It is the order of `Plan`, for agents that come and go meanwhile.
struct WaitingLine {
    private struct Place: Comparable {
        var expiresAt: Instant
        var rank: Urgency.Rank
        /// In the order of coming.
        var number: Int
        var agent: AgentID

        static func < (left: Place, right: Place) -> Bool {
            (left.expiresAt, left.rank, left.number) < (right.expiresAt, right.rank, right.number)
        }
    }

    private enum Team: Hashable {
        case unknown, none
        case named(String)
    }

    private struct Turns {
        private var lines: [Team: Heap<Place>] = [:]
        /// Teams in the order of their turns.
        private var ring: Deque<Team> = []

        mutating func add(_ place: Place, of team: Team) {
            if lines[team] == nil { ring.append(team) }
            lines[team, default: []].insert(place)
        }

        /// The first of the team whose turn it is; who has gone out of turn is passed over.
        mutating func head(of waiting: [AgentID: Ticket]) -> Place? {
            while let team = ring.first {
                while let place = lines[team]?.min {
                    if waiting[place.agent]?.number == place.number { return place }
                    lines[team]?.removeMin()
                }
                lines[team] = nil
                ring.removeFirst()
            }
            return nil
        }

        mutating func takeHead() {
            let team = ring.removeFirst()
            lines[team]?.removeMin()
            if lines[team]?.isEmpty == false { ring.append(team) } else { lines[team] = nil }
        }
    }

    private struct Ticket {
        var number: Int
        /// The second in which it expires; nil where nothing is known of a change.
        var second: Int64?
    }

    private var turns = Urgency.Rank.allCases.map { _ in Turns() }
    private var byExpiry: Heap<Place> = []
    private var waiting: [AgentID: Ticket] = [:]
    /// How many expire in which second, the earliest first.
    private var expiring: [(second: Int64, count: Int)] = []
    private var added = 0

    var count: Int { waiting.count }

    /// - Parameter urgency: nil where nothing is known of a change: such agents have a turn like a team's, first come first.
    mutating func add(_ agent: AgentID, _ urgency: Urgency?) {
        added += 1
        let rank = urgency?.rank ?? .unavailable
        let place = Place(expiresAt: urgency?.expiresAt ?? .distantFuture, rank: rank, number: added, agent: agent)
        turns[rank.rawValue].add(place, of: urgency.map { $0.team.map { .named($0) } ?? .none } ?? .unknown)
        var ticket = Ticket(number: added)
        if let urgency {
            byExpiry.insert(place)
            let second = urgency.expiresAt.microseconds / 1_000_000
            ticket.second = second
            count(1, in: second)
        }
        waiting[agent] = ticket
    }

    /// The next to have a look.
    ///
    /// - Parameters:
    ///   - slot: how long a change keeps the tenant's budget busy.
    ///   - underWay: how many have had their look and are not through yet.
    mutating func next(now: Instant, slot: Duration, underWay: Int = 0) -> AgentID? {
        guard let (rank, place) = nextInTurn() else {
            self = WaitingLine()
            return nil
        }
        if rank != .atOnce, let urgent = earliest(), urgent.number != place.number,
            urgent.expiresAt <= now || isPressing(before: place.expiresAt, now: now, slot: slot, underWay)
        {
            byExpiry.removeMin()
            return leave(urgent)
        }
        turns[rank.rawValue].takeHead()
        return leave(place)
    }

    private mutating func nextInTurn() -> (Urgency.Rank, Place)? {
        for rank in Urgency.Rank.allCases {
            if let place = turns[rank.rawValue].head(of: waiting) { return (rank, place) }
        }
        return nil
    }

    private mutating func earliest() -> Place? {
        while let place = byExpiry.min {
            if waiting[place.agent]?.number == place.number { return place }
            byExpiry.removeMin()
        }
        return nil
    }

    /// Whether a change that expires earlier could come too late if one that expires then went first.
    ///
    /// A quarter of the time that is left stays free: the rate that is hoped for can be a sixth above the one that CXone bears, for
    /// it grows until it draws a 429, and each of those costs a second.
    private func isPressing(before expiry: Instant, now: Instant, slot: Duration, _ underWay: Int) -> Bool {
        let end = expiry.microseconds / 1_000_000
        let slot = slot.inMicroseconds
        var ahead = Int64(1 + underWay)
        for (second, count) in expiring {
            guard second < end else { return false }
            let left = second * 1_000_000 - now.microseconds
            // Who has expired costs no call.
            guard left > 0 else { continue }
            ahead += Int64(count)
            if ahead * slot > left - left / 4 { return true }
        }
        return false
    }

    private mutating func leave(_ place: Place) -> AgentID {
        if let ticket = waiting.removeValue(forKey: place.agent), let second = ticket.second { count(-1, in: second) }
        return place.agent
    }

    private mutating func count(_ change: Int, in second: Int64) {
        var low = 0
        var high = expiring.count
        while low < high {
            let middle = (low + high) / 2
            if expiring[middle].second < second { low = middle + 1 } else { high = middle }
        }
        if low == expiring.count || expiring[low].second != second { expiring.insert((second, 0), at: low) }
        expiring[low].count += change
        if expiring[low].count == 0 { expiring.remove(at: low) }
    }
}
