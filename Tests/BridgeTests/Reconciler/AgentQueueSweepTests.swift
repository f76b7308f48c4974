import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("Looks without a cause, in the queue of agents")
struct AgentQueueSweepTests {
    private let now = AgentQueueTests.start
    private static let east = TenantName("east")
    private static let west = TenantName("west")

    private static func agents(_ tenant: TenantName, _ count: Int) -> [AgentID] {
        (0..<count).map { AgentID(tenant: tenant, userID: "\(tenant.text)-\($0)") }
    }

    private func started(_ queue: inout AgentQueue, pace: (TenantName) -> AgentQueue.Pace = { _ in .free }) -> [AgentID] {
        var started: [AgentID] = []
        while let next = queue.next(now: now, pace: pace) {
            started.append(next.agent)
            _ = queue.takeSweep(of: next.agent)
        }
        return started
    }

    @Test("A tenant that has changes waiting for its pace holds up its own looks, and nobody else's")
    func slowTenant() {
        var queue = AgentQueue(limit: 16)
        let slow = Self.agents(Self.east, 12)
        for agent in slow.prefix(8) { queue.wake(agent) }
        for agent in slow.suffix(4) + Self.agents(Self.west, 3) { queue.sweep(agent) }
        let pace: (TenantName) -> AgentQueue.Pace = { $0 == Self.east ? .init(runs: 2, slot: .seconds(1)) : .free }
        let first = started(&queue, pace: pace)
        #expect(first.count { $0.tenant == Self.east } == 2)
        #expect(queue.readyCount == 6)
        #expect(first.filter { $0.tenant == Self.west } == Array(Self.agents(Self.west, 2)), "a quarter of 16 places, shared by two")
        queue.finished(first.last { $0.tenant == Self.west } ?? slow[0], lookAt: nil, looks: 0)
        #expect(started(&queue, pace: pace) == [Self.agents(Self.west, 3)[2]])
        #expect(queue.isSweeping(Self.east) && !queue.isSweeping(Self.west))
    }

    @Test("A tenant whose looks hang does not take the places of another's, and both have their turns")
    func hangingTenant() {
        var queue = AgentQueue(limit: 32)
        for agent in Self.agents(Self.east, 50) { queue.sweep(agent) }
        #expect(started(&queue).count == 8, "alone it has the quarter")
        var other = Self.agents(Self.west, 20)
        for agent in other { queue.sweep(agent) }
        #expect(started(&queue).isEmpty)
        // One of the hanging ones gives up, and its place is for the other tenant; so are the next three.
        for number in 0..<4 {
            queue.finished(Self.agents(Self.east, 50)[number], lookAt: nil, looks: 0)
            #expect(started(&queue) == [other[number]])
        }
        queue.finished(Self.agents(Self.east, 50)[4], lookAt: nil, looks: 0)
        #expect(started(&queue).map(\.tenant) == [Self.east], "each has half")
        other.removeFirst(4)
        queue.finished(Self.agents(Self.west, 20)[0], lookAt: nil, looks: 0)
        #expect(started(&queue) == [other[0]])
    }

    @Test("Looks leave changes three quarters of all places, and half of what their tenant bears")
    func roomForChanges() {
        var queue = AgentQueue(limit: 40)
        for agent in Self.agents(Self.east, 100) { queue.sweep(agent) }
        #expect(started(&queue).count == 10)
        let changed = Self.agents(Self.west, 60)
        for agent in changed { queue.wake(agent) }
        #expect(started(&queue) == Array(changed.prefix(30)))

        var slow = AgentQueue(limit: 40)
        for agent in Self.agents(Self.east, 100) { slow.sweep(agent) }
        let pace: (TenantName) -> AgentQueue.Pace = { _ in .init(runs: 6, slot: .zero) }
        #expect(started(&slow, pace: pace).count == 3)
        let news = AgentID(tenant: Self.east, userID: "news")
        slow.wake(news)
        #expect(started(&slow, pace: pace) == [news])
    }

    @Test("An agent that ran for a change meanwhile is not looked at once more")
    func ranMeanwhile() {
        var queue = AgentQueue(limit: 4)
        let agents = Self.agents(Self.east, 2)
        for agent in agents {
            queue.sweep(agent)
            queue.sweep(agent)
        }
        queue.wake(agents[0])
        #expect(started(&queue) == [agents[0], agents[1]])
        for agent in agents {
            queue.finished(agent, lookAt: nil, looks: 0)
        }
        #expect(started(&queue).isEmpty)
        #expect(!queue.isSweeping(Self.east) && queue.scheduledCount == 0)
    }

    @Test("An agent whose turn comes while it runs is looked at afterwards, and again with the next sweep")
    func runsMeanwhile() {
        var queue = AgentQueue(limit: 4)
        let agent = Self.agents(Self.east, 1)[0]
        queue.wake(agent)
        #expect(started(&queue) == [agent])
        queue.sweep(agent)
        #expect(started(&queue).isEmpty)
        for _ in 0..<2 {
            queue.finished(agent, lookAt: nil, looks: 0)
            #expect(started(&queue) == [agent])
            queue.sweep(agent)
        }
    }

    @Test("However changes and looks come and end: never more runs than places, and every agent has its look", arguments: 1...40)
    func random(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let limit = Int.random(in: 1...12, using: &random)
        var queue = AgentQueue(limit: limit)
        let pace: (TenantName) -> AgentQueue.Pace = { $0 == Self.east ? .init(runs: 2, slot: .seconds(1)) : .free }
        let all = Self.agents(Self.east, 6) + Self.agents(Self.west, 6)
        var running: Set<AgentID> = []
        var owed: Set<AgentID> = []
        func start() {
            while let next = queue.next(now: now, pace: pace) {
                #expect(running.insert(next.agent).inserted, "seed \(seed)")
                if queue.takeSweep(of: next.agent) { owed.remove(next.agent) }
            }
            #expect(running.count <= limit && queue.running == running.count, "seed \(seed)")
            #expect(running.count { $0.tenant == Self.east } <= 2, "seed \(seed)")
        }
        for _ in 0..<400 {
            let agent = all.randomElement(using: &random) ?? all[0]
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                queue.wake(agent)
            case 1:
                queue.sweep(agent)
                owed.insert(agent)
            default:
                guard let ended = running.sorted().randomElement(using: &random) else { continue }
                running.remove(ended)
                queue.finished(ended, lookAt: nil, looks: 0)
            }
            if Bool.random(using: &random) { start() }
        }
        start()
        while let ended = running.min() {
            running.remove(ended)
            queue.finished(ended, lookAt: nil, looks: 0)
            start()
        }
        #expect(owed.isEmpty, "seed \(seed): never looked at: \(owed)")
        #expect(queue.scheduledCount == 0 && !queue.isSweeping(Self.east) && !queue.isSweeping(Self.west), "seed \(seed)")
    }
}
