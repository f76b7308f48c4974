/// The order and the times in which changes that are due together are carried out.
///
/// What is so already drops out. The rest is made as fast as the budget lets it: who goes unavailable before who becomes
/// available, the teams in turn, within a team the earliest expiry first. None of that may cost a change its time: as soon as one
/// can only just be made before it expires, it goes first. Takes n·log n steps for n changes.
package struct Plan: Sendable, Hashable {
    /// In the order of their starts.
    package private(set) var moves: [PlannedMove] = []
    /// Nothing is to be done for these.
    package private(set) var noOps: [DueMove] = []
    /// The budget does not suffice to make these before they expire.
    package private(set) var unreachable: [DueMove] = []

    /// When the last call is through; nil if nothing is planned.
    package var finish: Instant? { moves.last?.finish }

    /// Plans from a moment on.
    package init(_ due: [DueMove], budget: PlanBudget, unavailableFirst: Bool = true, from start: Instant) {
        var work: [DueMove] = []
        for move in due {
            if move.isNoOp { noOps.append(move) } else { work.append(move) }
        }
        guard let slot = budget.slot else {
            unreachable = work
            return
        }
        let schedule = Schedule(work, slot: slot, unavailableFirst: unavailableFirst, from: start)
        moves = schedule.order.map { entry in
            let begins = start + .nanoseconds(entry.at)
            return PlannedMove(move: schedule.moves[entry.rank], start: begins, finish: start + .nanoseconds(entry.at + slot))
        }
        unreachable = schedule.missed.map { schedule.moves[$0] }
    }
}

/// The work of a plan: moves by their rank in the order of expiry, times in nanoseconds from the plan's start.
private struct Schedule {
    struct Entry {
        let rank: Int
        let at: Int64
    }

    /// By rank.
    let moves: [DueMove]
    private(set) var order: [Entry] = []
    private(set) var missed: [Int] = []
    private let slot: Int64
    private let release: [Int64]
    private let deadline: [Int64]

    init(_ work: [DueMove], slot: Int64, unavailableFirst: Bool, from start: Instant) {
        moves = work.sorted(by: Self.isMoreUrgent)
        self.slot = slot
        release = moves.map { max(0, ($0.effectiveAt - start).inNanoseconds) }
        deadline = moves.map { ($0.expiresAt - start).inNanoseconds }
        let (urgent, missed) = byUrgency()
        let kind = moves.map { unavailableFirst && $0.becomesAvailable ? 1 : 0 }
        let fair = inTurn(urgent.map(\.rank), kinds: kind)
        // Where changes become due at different times the turns could cost one its time; then urgency alone decides.
        order = fair ?? urgent
        self.missed = missed
    }

    private static func isMoreUrgent(_ left: DueMove, _ right: DueMove) -> Bool {
        if left.expiresAt != right.expiresAt { return left.expiresAt < right.expiresAt }
        if left.effectiveAt != right.effectiveAt { return left.effectiveAt < right.effectiveAt }
        if left.becomesAvailable != right.becomesAvailable { return right.becomesAvailable }
        return left.change < right.change
    }

    /// Always the earliest expiry of what is due: as many as can be made are made.
    private func byUrgency() -> (made: [Entry], missed: [Int]) {
        var made: [Entry] = []
        var missed: [Int] = []
        var arrivals = Arrivals(release)
        var ready = RankHeap()
        var time: Int64 = 0
        while true {
            arrivals.take(until: time) { ready.push($0) }
            guard let rank = ready.pop() else {
                guard let next = arrivals.next else { return (made, missed) }
                time = next
                continue
            }
            if time + slot > deadline[rank] {
                missed.append(rank)
            } else {
                made.append(Entry(rank: rank, at: time))
                time += slot
            }
        }
    }

    /// Unavailable before available and teams in turn, while every change can still be made in time; nil if one cannot.
    private func inTurn(_ ranks: [Int], kinds: [Int]) -> [Entry]? {
        let sorted = ranks.sorted()
        let latest = latestStarts(sorted)
        var isDone = [Bool](repeating: false, count: moves.count)
        var turns = [TeamTurns(), TeamTurns()]
        var arrivals = Arrivals(release, of: sorted)
        var entries: [Entry] = []
        entries.reserveCapacity(sorted.count)
        var head = 0
        var time: Int64 = 0
        while entries.count < sorted.count {
            arrivals.take(until: time) { turns[kinds[$0]].add($0, team: moves[$0].team) }
            while isDone[sorted[head]] { head += 1 }
            let urgent = sorted[head]
            let isPressing = time + slot > latest[head] && release[urgent] <= time
            let pick = isPressing ? urgent : turns[0].next(&isDone) ?? turns[1].next(&isDone)
            guard let pick else {
                guard let next = arrivals.next else { return nil }
                time = next
                continue
            }
            guard time + slot <= deadline[pick] else { return nil }
            isDone[pick] = true
            entries.append(Entry(rank: pick, at: time))
            time += slot
        }
        return entries
    }

    /// The latest start of each that still leaves room for all that expire later.
    private func latestStarts(_ ranks: [Int]) -> [Int64] {
        var latest = [Int64](repeating: 0, count: ranks.count)
        var next = Int64.max
        for index in ranks.indices.reversed() {
            next = min(deadline[ranks[index]], next) - slot
            latest[index] = next
        }
        return latest
    }
}

extension Duration {
    fileprivate var inNanoseconds: Int64 { inMicroseconds.multipliedReportingOverflow(by: 1_000).partialValue }
}
