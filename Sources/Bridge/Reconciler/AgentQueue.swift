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
    }

    private struct Timer: Comparable {
        var at: Instant
        var agent: AgentID

        static func < (left: Timer, right: Timer) -> Bool { (left.at, left.agent) < (right.at, right.agent) }
    }

    private var entries: [AgentID: Entry] = [:]
    private var ready: Deque<AgentID> = []
    /// Those that are only to be looked at: they get what room the others leave.
    private var idle: Deque<AgentID> = []
    private var timers: Heap<Timer> = []
    private(set) var running = 0
    let limit: Int

    /// - Parameter limit: runs at once.
    init(limit: Int) {
        self.limit = limit
    }

    var readyCount: Int { ready.count }
    var scheduledCount: Int { max(0, entries.count - ready.count - running - idle.count) }
    var isIdle: Bool { running == 0 }
    var isSweeping: Bool { !idle.isEmpty }

    /// Whether anything of the agent may be open: agents of which nothing is are not held.
    func knows(_ agent: AgentID) -> Bool { entries[agent] != nil }

    /// Wants the agent to be looked at as soon as may be.
    mutating func wake(_ agent: AgentID) {
        var entry = entries[agent] ?? Entry()
        entry.looks = 0
        if entry.isRunning {
            entry.again = true
        } else if !entry.isReady {
            entry.isReady = true
            entry.lookAt = nil
            ready.append(agent)
        }
        entries[agent] = entry
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
        entries[agent] = entry
        idle.append(agent)
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
        entry.isRunning = false
        entry.looks = looks
        if entry.again {
            entry.again = false
            entry.lookAt = nil
            entry.isReady = true
            entry.looks = 0
            ready.append(agent)
            entries[agent] = entry
            return
        }
        let wanted = [lookAt, entry.lookAt].compactMap { $0 }.min()
        guard let wanted else {
            entries[agent] = entry.isSwept ? entry : nil
            return
        }
        entry.lookAt = wanted
        entries[agent] = entry
        setTimer(agent, at: wanted)
    }

    /// The next agent to run, with the looks it has had in a row; nil if none is due or all places are taken.
    mutating func next(now: Instant) -> (agent: AgentID, looks: Int)? {
        ringTimers(now)
        guard running < limit, let agent = ready.popFirst() ?? nextIdle() else { return nil }
        var entry = entries[agent] ?? Entry()
        entry.isReady = false
        entry.isRunning = true
        entry.lookAt = nil
        entries[agent] = entry
        running += 1
        return (agent, entry.looks)
    }

    /// The next that is only to be looked at, as long as those leave most of the room to others.
    private mutating func nextIdle() -> AgentID? {
        guard running < max(1, limit / 4) else { return nil }
        while let agent = idle.popFirst() {
            // Whoever ran meanwhile has been looked at.
            if let entry = entries[agent], entry.isSwept, !entry.isRunning, !entry.isReady { return agent }
        }
        return nil
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
            entry.lookAt = nil
            entry.isReady = true
            entries[timer.agent] = entry
            ready.append(timer.agent)
        }
    }

    /// Timers are not taken out of the heap when a sooner one is set; those are passed over here.
    private func isCurrent(_ timer: Timer) -> Bool {
        guard let entry = entries[timer.agent] else { return false }
        return !entry.isRunning && !entry.isReady && entry.lookAt == timer.at
    }
}
