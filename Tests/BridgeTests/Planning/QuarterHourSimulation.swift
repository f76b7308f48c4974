import Reconciliation

@testable import Bridge
@testable import CXone

/// Thousands of agents that are due at one moment, under a limit that nobody tells the bridge: its own queue and its own budget,
/// in simulated time. A run reads the live status and writes; a call takes 20 ms.
struct QuarterHourSimulation {
    struct Due {
        var urgency: Urgency
        /// Seconds from the start.
        var at: Double
    }

    struct Made {
        var agent: Int
        /// Seconds from the start at which its write was taken in.
        var at: Double
    }

    private enum Event {
        case look
        case turns
        case arrive(agent: Int, Turn)
        case answer(agent: Int, Turn, isTaken: Bool)
    }

    private static let runs = 64
    private static let way = 0.01
    private static let start = AgentQueueTests.start

    private let due: [Due]
    private let limit: Double
    private let usesOrder: Bool
    private var queue = AgentQueue(limit: runs)
    private var budget = RateBudget(RateSettings())
    private var tokens: Double
    private var filledAt = 0.0
    private var events: [(time: Double, number: Int, event: Event)] = []
    private var added = 0
    private var now = 0.0
    private var looks = Double.infinity
    private var turns = Double.infinity

    private(set) var made: [Made] = []
    private(set) var expired: [Int] = []
    private(set) var calls = 0
    private(set) var refused = 0

    /// - Parameter usesOrder: false for the negative control: first come, first served.
    init(_ due: [Due], limit: Double, usesOrder: Bool = true) {
        self.due = due
        self.limit = limit
        self.usesOrder = usesOrder
        tokens = limit
    }

    mutating func run() {
        for (number, due) in due.enumerated() {
            let at = Self.start + .milliseconds(Int64(due.at * 1_000))
            queue.wake(AgentQueueTests.agent(number), at: at)
            if usesOrder { queue.expect(AgentQueueTests.agent(number), due.urgency, from: at) }
        }
        add(.look, at: 0)
        while let next = events.popLast() {
            now = next.time
            handle(next.event)
            dispatch()
            setTimers()
        }
    }

    private var instant: Instant { Self.start + .microseconds(Int64((now * 1_000_000).rounded())) }

    private mutating func handle(_ event: Event) {
        switch event {
        case .look: looks = .infinity
        case .turns:
            turns = .infinity
            for told in budget.due(now: instant) { self.told(Int(told.waiter), told.answer) }
        case .arrive(let agent, let turn):
            calls += 1
            tokens = min(limit, tokens + (now - filledAt) * limit)
            filledAt = now
            let isTaken = tokens >= 1 - 1e-4
            if isTaken { tokens -= 1 }
            if isTaken, turn.lane == .writes { made.append(Made(agent: agent, at: now)) }
            add(.answer(agent: agent, turn, isTaken: isTaken), at: now + Self.way)
        case .answer(let agent, let turn, true):
            if turn.lane == .reads { ask(agent, .writes) } else { finish(agent, lookAt: nil) }
        case .answer(let agent, let turn, false):
            refused += 1
            budget.refused(turn, now: instant)
            budget.close(turn.lane, until: instant + .seconds(1))
            finish(agent, lookAt: instant + .seconds(1))
        }
    }

    private mutating func dispatch() {
        let rate = budget.rate.perSecond
        let pace = AgentQueue.Pace(runs: max(2, Int(2 * rate)), slot: .seconds(2 / rate))
        while let next = queue.next(now: instant, pace: { _ in pace }) {
            let number = Int(next.agent.userID.dropFirst("agent-".count)) ?? 0
            if instant > due[number].urgency.expiresAt {
                expired.append(number)
                finish(number, lookAt: nil)
            } else {
                ask(number, .reads)
            }
        }
    }

    private mutating func ask(_ agent: Int, _ lane: CallLane) {
        told(agent, budget.ask(UInt64(agent), lane, until: instant + Manners.turnPatience, now: instant))
    }

    private mutating func told(_ agent: Int, _ answer: RateBudget.Answer) {
        switch answer {
        case .go(let turn): add(.arrive(agent: agent, turn), at: now + Self.way)
        case .refuse(let until): finish(agent, lookAt: until)
        case .wait: break
        }
    }

    private mutating func finish(_ agent: Int, lookAt: Instant?) {
        queue.finished(AgentQueueTests.agent(agent), lookAt: lookAt, looks: 1)
    }

    private mutating func setTimers() {
        if let look = queue.nextTimer().map(seconds), look < looks {
            looks = look
            add(.look, at: look)
        }
        if let turn = budget.nextEvent(now: instant).map(seconds), turn < turns {
            turns = turn
            add(.turns, at: turn)
        }
    }

    private func seconds(_ time: Instant) -> Double {
        max(now, Double((time - Self.start).inMicroseconds) / 1_000_000)
    }

    private mutating func add(_ event: Event, at time: Double) {
        added += 1
        // The next one last; few are on their way at once.
        let place = events.firstIndex { $0.time < time || $0.time == time && $0.number < added } ?? events.count
        events.insert((time, added, event), at: place)
    }
}
