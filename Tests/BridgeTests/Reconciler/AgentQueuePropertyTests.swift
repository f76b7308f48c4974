import Reconciliation
import TestSupport
import Testing

@testable import Bridge

/// The queue against a slow and plain model of what it promises.
@Suite("The queue of agents, at random")
struct AgentQueuePropertyTests {
    /// What is promised, kept without a heap or a deque.
    private struct Model {
        var running: Set<AgentID> = []
        /// In order of becoming ready.
        var ready: [AgentID] = []
        var again: Set<AgentID> = []
        var lookAt: [AgentID: Instant] = [:]

        mutating func wake(_ agent: AgentID) {
            if running.contains(agent) {
                again.insert(agent)
            } else if !ready.contains(agent) {
                lookAt[agent] = nil
                ready.append(agent)
            }
        }

        mutating func wake(_ agent: AgentID, at time: Instant) {
            if ready.contains(agent) || again.contains(agent) { return }
            lookAt[agent] = min(lookAt[agent] ?? time, time)
        }

        mutating func finish(_ agent: AgentID, lookAt time: Instant?) {
            running.remove(agent)
            if again.remove(agent) != nil {
                lookAt[agent] = nil
                ready.append(agent)
            } else if let time {
                lookAt[agent] = min(lookAt[agent] ?? time, time)
            }
        }

        mutating func start(_ agent: AgentID) {
            ready.removeAll { $0 == agent }
            lookAt[agent] = nil
            running.insert(agent)
        }

        mutating func ring(_ now: Instant) {
            let due = lookAt.filter { !running.contains($0.key) && $0.value <= now }
            for (agent, _) in due.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
                lookAt[agent] = nil
                ready.append(agent)
            }
        }

        var nextTimer: Instant? { lookAt.filter { !running.contains($0.key) }.values.min() }
    }

    @Test("Whatever comes in whatever order: never two runs of one agent, never too many, nobody forgotten", arguments: 1...60)
    func model(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let limit = Int.random(in: 1...4, using: &random)
        var queue = AgentQueue(limit: limit)
        var model = Model()
        var now = AgentQueueTests.start
        for _ in 0..<600 {
            let agent = AgentQueueTests.agent(Int.random(in: 1...6, using: &random))
            let time = now + .seconds(Int64.random(in: -2...20, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1:
                queue.wake(agent)
                model.wake(agent)
            case 2, 3:
                queue.wake(agent, at: time)
                model.wake(agent, at: time)
            case 4, 5:
                guard let ended = model.running.sorted().randomElement(using: &random) else { continue }
                let next = Bool.random(using: &random) ? time : nil
                queue.finished(ended, lookAt: next, looks: 1)
                model.finish(ended, lookAt: next)
            case 6:
                now = now + .seconds(Int64.random(in: 0...5, using: &random))
            default:
                model.ring(now)
                let next = queue.next(now: now)
                let expected = model.running.count < limit ? model.ready.first : nil
                #expect(next?.agent == expected, "seed \(seed)")
                guard let started = next?.agent else { continue }
                #expect(!model.running.contains(started), "seed \(seed): \(started) runs twice")
                model.start(started)
            }
            #expect(queue.running == model.running.count, "seed \(seed)")
            #expect(queue.running <= limit, "seed \(seed)")
            #expect(queue.nextTimer() == model.nextTimer, "seed \(seed)")
            guard queue.running == model.running.count else { return }
        }
        // Left alone, everybody who was woken is run, once.
        var left = Set(model.ready).union(model.again).union(model.lookAt.keys)
        for agent in model.running { queue.finished(agent, lookAt: nil, looks: 0) }
        now = now + .seconds(1_000)
        while let next = queue.next(now: now) {
            #expect(left.remove(next.agent) != nil, "seed \(seed): \(next.agent) runs for no reason")
            queue.finished(next.agent, lookAt: nil, looks: 0)
        }
        #expect(left.isEmpty, "seed \(seed): forgotten: \(left)")
        #expect(queue.isIdle)
        #expect(queue.scheduledCount == 0)
    }

    @Test("Timers that nobody waits for any more do not pile up")
    func noPile() {
        var queue = AgentQueue(limit: 1)
        let far = AgentQueueTests.start + .days(30)
        let agent = AgentQueueTests.agent(1)
        for _ in 0..<50_000 {
            queue.wake(agent)
            _ = queue.next(now: AgentQueueTests.start)
            queue.finished(agent, lookAt: far, looks: 0)
        }
        #expect(Self.timers(queue) < 1_000)
    }

    /// How many timers the queue holds, those passed over included.
    private static func timers(_ queue: AgentQueue) -> Int {
        guard let heap = Mirror(reflecting: queue).descendant("timers") else { return 0 }
        let storage = Mirror(reflecting: heap)
        return storage.children.map { Mirror(reflecting: $0.value).children.count }.max() ?? 0
    }
}
