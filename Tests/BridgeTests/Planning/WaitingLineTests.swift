import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("The line of agents that want a look")
struct WaitingLineTests {
    private static let start = AgentQueueTests.start
    private static let slot: Duration = .milliseconds(100)

    private static func urgency(_ rank: Urgency.Rank, _ team: String? = nil, in seconds: Int64 = 900) -> Urgency {
        Urgency(rank: rank, team: team, expiresAt: start + .seconds(seconds))
    }

    /// The numbers of the agents in the order in which they have their looks, one a slot.
    private static func order(_ wishes: [Urgency?], slot: Duration = slot) -> [Int] {
        var line = WaitingLine()
        for (number, urgency) in wishes.enumerated() { line.add(AgentQueueTests.agent(number), urgency) }
        var now = start
        var order: [Int] = []
        while let agent = line.next(now: now, slot: slot) {
            order.append(Int(agent.userID.dropFirst("agent-".count)) ?? -1)
            now += slot
        }
        return order
    }

    @Test("Whom a person waits for is first, then who goes unavailable, then who becomes available")
    func kinds() {
        let wishes = [Self.urgency(.available), Self.urgency(.unavailable), Self.urgency(.available), Self.urgency(.atOnce)]
        #expect(Self.order(wishes) == [3, 1, 0, 2])
    }

    @Test("Teams have their turns, whatever they send; within a team the earliest expiry is first")
    func teams() {
        let large = (0..<6).map { Self.urgency(.unavailable, "large", in: 900 - Int64($0)) }
        let wishes = large + [Self.urgency(.unavailable, "small"), Self.urgency(.unavailable), nil]
        #expect(Self.order(wishes) == [5, 6, 7, 8, 4, 3, 2, 1, 0])
    }

    @Test("Of whom nothing is known comes first who came first")
    func unknown() {
        #expect(Self.order([nil, nil, nil]) == [0, 1, 2])
    }

    @Test("A change that can only just be made goes before everything but what a person waits for")
    func pressing() {
        // Eleven slots are needed for these eleven, and the last has no more than six.
        let others = (0..<10).map { _ in Self.urgency(.unavailable, in: 900) }
        let wishes = others + [Self.urgency(.available, in: 2)]
        let order = Self.order(wishes, slot: .milliseconds(300))
        #expect(order.firstIndex(of: 10) == 5, "\(order)")
        #expect(Self.order(others + [Self.urgency(.available, in: 900)], slot: .milliseconds(300)).last == 10)
    }

    @Test("Whoever has expired is looked at at once and holds nobody up")
    func expired() {
        let order = Self.order([Self.urgency(.unavailable, in: 900), Self.urgency(.available, in: -1), Self.urgency(.unavailable, in: 900)])
        #expect(order == [1, 0, 2])
    }

    @Test("Where a plan makes all changes in time, the line makes them in time; none is forgotten", arguments: 1...40)
    func feasible(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let count = Int.random(in: 1...120, using: &random)
        let slot = Duration.milliseconds(250)
        var moves: [DueMove] = []
        var line = WaitingLine()
        for number in 0..<count {
            let move = DueMove(
                change: ChangeID("chg_\(number)"),
                agent: AgentQueueTests.agent(number),
                team: ["a", "b", nil].randomElement(using: &random) ?? nil,
                target: Bool.random(using: &random) ? .available : .training,
                effectiveAt: Self.start,
                expiresAt: Self.start + .seconds(Int64.random(in: 1...40, using: &random))
            )
            moves.append(move)
            let rank: Urgency.Rank = move.becomesAvailable ? .available : .unavailable
            line.add(move.agent, Urgency(rank: rank, team: move.team, expiresAt: move.expiresAt))
        }
        let plan = Plan(moves, budget: PlanBudget(rate: 4, callsPerChange: 1), from: Self.start)
        let expiry = Dictionary(uniqueKeysWithValues: moves.map { ($0.agent, $0.expiresAt) })
        var now = Self.start
        var made = 0
        var seen: Set<AgentID> = []
        while let agent = line.next(now: now, slot: slot) {
            seen.insert(agent)
            guard let end = expiry[agent], now + slot <= end else { continue }
            made += 1
            now += slot
        }
        #expect(seen.count == count && line.count == 0, "seed \(seed)")
        // As many as can be made are made.
        #expect(made == plan.moves.count, "seed \(seed): \(made) of \(count), planned \(plan.moves.count)")
    }
}
