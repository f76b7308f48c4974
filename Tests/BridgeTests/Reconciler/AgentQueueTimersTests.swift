import Reconciliation
import Testing

@testable import Bridge

@Suite("The timers of the queue")
struct AgentQueueTimersTests {
    @Test("An agent that is woken again and again before a change that is far off does not pile up timers")
    func farTimers() {
        let now = Instant(seconds: 1_795_186_800)
        var queue = AgentQueue(limit: 4)
        let agents = (0..<10).map { AgentID(tenant: .standard, userID: "agent-\($0)") }
        for round in 0..<1_000 {
            for agent in agents {
                queue.wake(agent)
                #expect(queue.next(now: now + .seconds(Int64(round)))?.agent == agent)
                queue.finished(agent, lookAt: now + .days(30), looks: 0)
            }
        }
        #expect(queue.timerCount < 200)
        // None of those that count is lost.
        #expect(queue.nextTimer() == now + .days(30))
        queue = drained(queue, agents.count, at: now + .days(30))
    }

    private func drained(_ queue: AgentQueue, _ count: Int, at now: Instant) -> AgentQueue {
        var queue = queue
        for _ in 0..<count {
            guard let next = queue.next(now: now) else {
                Issue.record("an agent was not looked at")
                return queue
            }
            queue.finished(next.agent, lookAt: nil, looks: 0)
        }
        #expect(queue.next(now: now) == nil)
        #expect(queue.scheduledCount == 0)
        return queue
    }
}
