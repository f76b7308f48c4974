import DequeModule
import HeapModule
import Reconciliation

/// Which agents want a look, when, and which have one running: a value without clock or tasks.
///
/// It holds agents, never events. One agent is never run twice at once; many wake-ups are one run; a wake-up during a run
/// causes exactly one more.
struct AgentQueue {
    private struct Entry {
        var isRunning = false
        var isReady = false
        /// A wake-up came while it was running.
        var again = false
        var lookAt: Instant?
        var looks = 0
        /// It is to be looked at even if nothing is to be done.
        var isSwept = false
        /// It has a place among those that are.
        var isInLine = false
        /// It runs for no other reason than that.
        var isIdleLook = false
        /// What is known of its changes, the earliest first.
        var expected: [Expectation] = []
    }

    private struct Expectation {
        var from: Instant
        var urgency: Urgency
    }

    /// What a tenant bears.
    struct Pace {
        /// Runs at once; more would only wait for their turns in the tenant's budget, each with its place in the order taken.
        var runs: Int
        /// How long a change keeps its budget busy.
        var slot: Duration

        static let free = Pace(runs: .max, slot: .zero)
    }

    private struct Timer: Comparable {
        var at: Instant
        var agent: AgentID

        static func < (left: Timer, right: Timer) -> Bool { (left.at, left.agent) < (right.at, right.agent) }
    }

    private var entries: [AgentID: Entry] = [:]
    private var ready: [TenantName: WaitingLine] = [:]
    /// Tenants with agents that are ready, in the order of their turns.
    private var tenants: Deque<TenantName> = []
    /// Those that are only to be looked at.
    private var idle = IdleLooks()
    private var timers: Heap<Timer> = []
    private(set) var running = 0
    private var runningOf: [TenantName: Int] = [:]
    private(set) var readyCount = 0
    /// The time when it was last asked for the next.
    private var askedAt = Instant(microseconds: 0)
    let limit: Int

    /// - Parameter limit: runs at once.
    init(limit: Int) {
        self.limit = limit
    }

    var scheduledCount: Int { max(0, entries.count - readyCount - running - idle.count) }
    var isIdle: Bool { running == 0 }

    /// Whether agents of a tenant still are to be looked at for the last sweep.
    func isSweeping(_ tenant: TenantName) -> Bool { idle.isWaiting(tenant) }

    /// Whether anything of the agent may be open: agents of which nothing is are not held.
    func knows(_ agent: AgentID) -> Bool { entries[agent] != nil }

    /// Says for what kind of change a known agent will be looked at from a time on: it gives it its place among others, no more.
    mutating func expect(_ agent: AgentID, _ urgency: Urgency, from time: Instant) {
        guard var expected = entries[agent]?.expected else { return }
        expected.removeAll { $0.from == time }
        let place = expected.firstIndex { $0.from > time } ?? expected.count
        expected.insert(Expectation(from: time, urgency: urgency), at: place)
        entries[agent]?.expected = Array(expected.prefix(Self.mostExpected))
    }

    private static let mostExpected = 4

    /// Wants the agent to be looked at as soon as may be.
    ///
    /// - Parameter urgency: the place that it is to have; nil: by what is expected.
    mutating func wake(_ agent: AgentID, as urgency: Urgency? = nil) {
        var entry = entries[agent] ?? Entry()
        entry.looks = 0
        if entry.isRunning {
            entry.again = true
        } else if !entry.isReady {
            makeReady(agent, &entry, as: urgency)
        }
        entries[agent] = entry
    }

    private mutating func makeReady(_ agent: AgentID, _ entry: inout Entry, as urgency: Urgency? = nil) {
        entry.isReady = true
        entry.lookAt = nil
        if let current = entry.expected.lastIndex(where: { $0.from <= askedAt }) { entry.expected.removeFirst(current) }
        let expected = entry.expected.first.flatMap { $0.from <= askedAt ? $0.urgency : nil }
        if ready[agent.tenant] == nil { tenants.append(agent.tenant) }
        ready[agent.tenant, default: WaitingLine()].add(agent, urgency ?? expected)
        readyCount += 1
    }

    /// Wants the agent to be looked at at a time, if nothing makes it sooner.
    mutating func wake(_ agent: AgentID, at time: Instant) {
        var entry = entries[agent] ?? Entry()
        if entry.isReady || entry.isRunning && entry.again { return }
        if let planned = entry.lookAt, planned <= time { return }
        entry.lookAt = time
        entries[agent] = entry
        if !entry.isRunning { setTimer(agent, at: time) }
    }

    /// Wants the agent to be looked at when there is room, whether or not anything is to be done.
    mutating func sweep(_ agent: AgentID) {
        var entry = entries[agent] ?? Entry()
        guard !entry.isSwept else { return }
        entry.isSwept = true
        entry.isInLine = true
        entries[agent] = entry
        idle.add(agent)
    }

    /// Whether the agent that was just given out is to be looked at in any case; it is asked once.
    mutating func takeSweep(of agent: AgentID) -> Bool {
        defer { entries[agent]?.isSwept = false }
        return entries[agent]?.isSwept ?? false
    }

    /// Wants every agent to be looked at that waits for a look which is no scheduled change's: its runs have ended at least once.
    mutating func wakeWaiting() {
        // Sorted, so that the order is the same in every process.
        for agent in entries.filter({ $0.value.looks > 0 }).keys.sorted() { wake(agent) }
    }

    /// Wants the waiting agents of a tenant to be looked at from a time on, one after the other.
    mutating func wakeWaiting(of tenant: TenantName, from start: Instant, apart: Duration, within limit: Duration) {
        let waiting = entries.filter { $0.key.tenant == tenant && $0.value.looks > 0 }.keys.sorted()
        for (place, agent) in waiting.enumerated() { wake(agent, at: start + min(limit, apart * place)) }
    }

    /// A run has ended; nil for the next look if nothing is open any more.
    mutating func finished(_ agent: AgentID, lookAt: Instant?, looks: Int) {
        guard var entry = entries[agent] else { return }
        running -= 1
        runningOf[agent.tenant, default: 1] -= 1
        entry.isRunning = false
        if entry.isIdleLook { idle.finished(agent.tenant) }
        entry.isIdleLook = false
        entry.looks = looks
        if entry.again {
            entry.again = false
            entry.looks = 0
            makeReady(agent, &entry)
            entries[agent] = entry
            return
        }
        let wanted = [lookAt, entry.lookAt].compactMap { $0 }.min()
        // Its turn for a look came while it ran for something else.
        if entry.isSwept, !entry.isInLine {
            entry.isInLine = true
            idle.add(agent)
        }
        guard let wanted else {
            entries[agent] = entry.isSwept ? entry : nil
            return
        }
        entry.lookAt = wanted
        entries[agent] = entry
        setTimer(agent, at: wanted)
    }

    /// The next agent to run, with the looks it has had in a row; nil if none is due or all places are taken.
    ///
    /// - Parameter pace: what a tenant bears.
    mutating func next(now: Instant, pace: (TenantName) -> Pace = { _ in .free }) -> (agent: AgentID, looks: Int)? {
        askedAt = now
        ringTimers(now)
        guard running < limit else { return nil }
        let ready = nextReady(now, pace)
        guard let agent = ready ?? nextIdle(pace) else { return nil }
        var entry = entries[agent] ?? Entry()
        entry.isIdleLook = ready == nil
        entry.isReady = false
        entry.isRunning = true
        entry.lookAt = nil
        entries[agent] = entry
        running += 1
        runningOf[agent.tenant, default: 0] += 1
        return (agent, entry.looks)
    }

    /// Of the tenants in turn the one that bears another run.
    private mutating func nextReady(_ now: Instant, _ pace: (TenantName) -> Pace) -> AgentID? {
        for _ in 0..<tenants.count {
            guard let tenant = tenants.popFirst() else { return nil }
            let pace = pace(tenant)
            let underWay = runningOf[tenant] ?? 0
            if underWay >= pace.runs {
                tenants.append(tenant)
                continue
            }
            guard let agent = ready[tenant]?.next(now: now, slot: pace.slot, underWay: underWay) else {
                ready[tenant] = nil
                continue
            }
            tenants.append(tenant)
            readyCount -= 1
            return agent
        }
        return nil
    }

    /// The next that is only to be looked at, of a tenant none of whose agents waits for a place, and with a place to spare.
    private mutating func nextIdle(_ pace: (TenantName) -> Pace) -> AgentID? {
        idle.next(limit: limit) { tenant in
            // Half of what it bears stays free for changes that come meanwhile.
            ready[tenant]?.count ?? 0 == 0 && runningOf[tenant] ?? 0 < max(1, pace(tenant).runs / 2)
        } isWanted: { agent in
            // Whoever ran meanwhile has been looked at; who is ready will be.
            entries[agent]?.isInLine = false
            return entries[agent].map { $0.isSwept && !$0.isRunning && !$0.isReady } ?? false
        }
    }

    /// When the next timer rings; nil if there is none.
    mutating func nextTimer() -> Instant? {
        while let timer = timers.min {
            if isCurrent(timer) { return timer.at }
            timers.removeMin()
        }
        return nil
    }

    private mutating func setTimer(_ agent: AgentID, at time: Instant) {
        timers.insert(Timer(at: time, agent: agent))
        // Those that are passed over lie in the heap until their time, which can be a month away.
        guard timers.count > 2 * entries.count + Self.spareTimers else { return }
        let current = entries.compactMap { agent, entry in
            entry.isRunning || entry.isReady ? nil : entry.lookAt.map { Timer(at: $0, agent: agent) }
        }
        timers = Heap(current)
    }

    private static let spareTimers = 64
    /// Timers kept, those that are passed over included.
    var timerCount: Int { timers.count }

    private mutating func ringTimers(_ now: Instant) {
        while let timer = timers.min, timer.at <= now {
            timers.removeMin()
            guard isCurrent(timer), var entry = entries[timer.agent] else { continue }
            makeReady(timer.agent, &entry)
            entries[timer.agent] = entry
        }
    }

    /// Timers are not taken out of the heap when a sooner one is set; those are passed over here.
    private func isCurrent(_ timer: Timer) -> Bool {
        guard let entry = entries[timer.agent] else { return false }
        return !entry.isRunning && !entry.isReady && entry.lookAt == timer.at
    }
}
