import Reconciliation
import Testing

@testable import Bridge

@Suite("The queue of agents")
struct AgentQueueTests {
    static let start = Instant(microseconds: 1_795_186_800_000_000)

    static func agent(_ number: Int) -> AgentID {
        AgentID(tenant: .standard, userID: "agent-\(number)")
    }

    private let a = agent(1)
    private let b = agent(2)
    private let now = start

    @Test("Many wake-ups are one run")
    func manyWakes() {
        var queue = AgentQueue(limit: 4)
        for _ in 0..<5 { queue.wake(a) }
        #expect(queue.readyCount == 1)
        #expect(queue.next(now: now)?.agent == a)
        #expect(queue.next(now: now) == nil)
        queue.finished(a, lookAt: nil, looks: 0)
        #expect(queue.next(now: now) == nil)
        #expect(queue.isIdle)
        #expect(queue.scheduledCount == 0)
    }

    @Test("Wake-ups during a run cause exactly one more, whatever the run says of its next look")
    func wakeDuringRun() {
        for lookAt in [nil, now + .seconds(60)] {
            var queue = AgentQueue(limit: 4)
            queue.wake(a)
            _ = queue.next(now: now)
            for _ in 0..<3 { queue.wake(a) }
            #expect(queue.next(now: now) == nil)
            queue.finished(a, lookAt: lookAt, looks: 3)
            // Something has happened: looks are counted anew.
            let next = queue.next(now: now)
            #expect(next?.agent == a)
            #expect(next?.looks == 0)
            queue.finished(a, lookAt: nil, looks: 0)
            #expect(queue.next(now: now) == nil)
            #expect(queue.nextTimer() == nil)
        }
    }

    @Test("An agent that waits is run when its time has come, not before")
    func timers() {
        var queue = AgentQueue(limit: 4)
        queue.wake(a)
        _ = queue.next(now: now)
        queue.finished(a, lookAt: now + .seconds(5), looks: 2)
        #expect(queue.scheduledCount == 1)
        #expect(queue.nextTimer() == now + .seconds(5))
        #expect(queue.next(now: now + .milliseconds(4_999)) == nil)
        let next = queue.next(now: now + .seconds(5))
        #expect(next?.agent == a)
        #expect(next?.looks == 2)
        #expect(queue.nextTimer() == nil)
    }

    @Test("The soonest of several times counts, and a wake-up at once beats them all")
    func soonest() {
        var queue = AgentQueue(limit: 4)
        queue.wake(a, at: now + .seconds(30))
        queue.wake(a, at: now + .seconds(10))
        queue.wake(a, at: now + .seconds(20))
        #expect(queue.nextTimer() == now + .seconds(10))
        queue.wake(a)
        #expect(queue.nextTimer() == nil)
        #expect(queue.next(now: now)?.agent == a)
        queue.finished(a, lookAt: nil, looks: 0)
        #expect(queue.next(now: now + .seconds(60)) == nil)
    }

    @Test("A time that is named during a run is kept with the one the run names")
    func timeDuringRun() {
        var queue = AgentQueue(limit: 4)
        queue.wake(a)
        _ = queue.next(now: now)
        queue.wake(a, at: now + .seconds(3))
        #expect(queue.nextTimer() == nil)
        queue.finished(a, lookAt: now + .seconds(8), looks: 1)
        #expect(queue.nextTimer() == now + .seconds(3))

        _ = queue.next(now: now + .seconds(3))
        queue.wake(a, at: now + .seconds(9))
        queue.finished(a, lookAt: nil, looks: 0)
        #expect(queue.nextTimer() == now + .seconds(9))
    }

    @Test("No more agents run at once than the limit, and those who wait come in their order")
    func limit() {
        var queue = AgentQueue(limit: 2)
        for number in 1...5 { queue.wake(Self.agent(number)) }
        var started: [AgentID] = []
        while let next = queue.next(now: now) { started.append(next.agent) }
        #expect(started == [Self.agent(1), Self.agent(2)])
        #expect(queue.running == 2)
        #expect(queue.readyCount == 3)
        queue.finished(Self.agent(2), lookAt: nil, looks: 0)
        #expect(queue.next(now: now)?.agent == Self.agent(3))
        #expect(queue.next(now: now) == nil)
    }

    @Test("Agents that come due at the same time are all run")
    func dueTogether() {
        var queue = AgentQueue(limit: 10)
        for number in 1...5 { queue.wake(Self.agent(number), at: now + .seconds(Int64(number % 2))) }
        var started: Set<AgentID> = []
        while let next = queue.next(now: now + .seconds(1)) { started.insert(next.agent) }
        #expect(started.count == 5)
    }

    @Test("The end of a run that nobody knows of changes nothing")
    func unknownEnd() {
        var queue = AgentQueue(limit: 2)
        queue.finished(a, lookAt: now, looks: 0)
        #expect(queue.running == 0)
        #expect(queue.next(now: now) == nil)
    }
}
