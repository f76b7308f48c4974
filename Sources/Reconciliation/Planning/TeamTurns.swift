/// Gives the teams their turns; within a team the smallest rank is first.
struct TeamTurns {
    private var teams: [String: Int] = [:]
    private var lines: [RankHeap] = []
    /// The teams that have somebody waiting, in the order of their turns; those before `first` have had theirs.
    private var ring: [Int] = []
    private var first = 0

    mutating func add(_ rank: Int, team: String?) {
        let name = team ?? ""
        let line: Int
        if let known = teams[name] {
            line = known
        } else {
            line = lines.count
            teams[name] = line
            lines.append(RankHeap())
        }
        if lines[line].isEmpty { ring.append(line) }
        lines[line].push(rank)
    }

    /// The next that has not been done out of turn.
    mutating func next(_ isDone: inout [Bool]) -> Int? {
        while first < ring.count {
            let line = ring[first]
            first += 1
            var picked: Int?
            while picked == nil, let rank = lines[line].pop() {
                if !isDone[rank] { picked = rank }
            }
            if !lines[line].isEmpty { ring.append(line) }
            if let picked { return picked }
        }
        return nil
    }
}

/// Ranks in the order in which they become due.
struct Arrivals {
    private let release: [Int64]
    private let ranks: [Int]
    private var index = 0

    init(_ release: [Int64], of ranks: [Int]? = nil) {
        self.release = release
        self.ranks = (ranks ?? Array(release.indices)).sorted { left, right in
            release[left] != release[right] ? release[left] < release[right] : left < right
        }
    }

    /// When the next one becomes due.
    var next: Int64? { index < ranks.count ? release[ranks[index]] : nil }

    mutating func take(until time: Int64, _ body: (Int) -> Void) {
        while index < ranks.count, release[ranks[index]] <= time {
            body(ranks[index])
            index += 1
        }
    }
}

/// The smallest rank first.
struct RankHeap {
    private var ranks: [Int] = []

    var isEmpty: Bool { ranks.isEmpty }

    mutating func push(_ rank: Int) {
        ranks.append(rank)
        var child = ranks.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard ranks[child] < ranks[parent] else { return }
            ranks.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Int? {
        guard let smallest = ranks.first, let last = ranks.popLast() else { return nil }
        guard !ranks.isEmpty else { return smallest }
        ranks[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < ranks.count else { return smallest }
            if child + 1 < ranks.count, ranks[child + 1] < ranks[child] { child += 1 }
            guard ranks[child] < ranks[parent] else { return smallest }
            ranks.swapAt(child, parent)
            parent = child
        }
    }
}
