import HeapModule
import Reconciliation
import TestSupport

@testable import CXone

/// A tenant with a limit, and 64 callers who want one call after the other: in simulated time, the same for the same seed.
struct RateSimulation {
    struct Plan: Sendable {
        var kind: LimitKind
        var limit: Double
        /// The limit becomes so many times as high.
        var factor: Double?
        /// Seconds from the start to the change.
        var changesAt = 90.0
        /// Seconds that the rate has to settle in, and those that are counted then.
        var settling = 30.0
        var counted = 60.0
        /// Of the way to the limit, in seconds: spreads the calls anew.
        var jitter = 0.0
        var seed: UInt64 = 1
        /// Whether the budget is told of 429s.
        var learns = true

        var finalLimit: Double { limit * (factor ?? 1) }
        var start: Double { (factor == nil ? 0 : changesAt) + settling }
        var end: Double { start + counted }
    }

    struct Outcome: Sendable {
        /// Calls a second that were taken in, of the limit.
        var achieved: Double
        /// 429s, of all answers.
        var refused: Double
        var refusedInAll: Double
        /// Calls taken in, by lane.
        var lanes: [CallLane: Int]
    }

    private enum Event {
        case ask(caller: Int)
        case arrive(caller: Int, Turn)
        case answer(caller: Int, Turn, takenIn: Bool)
        case timer
    }

    private static let callers: [CallLane] =
        Array(repeating: .writes, count: 24) + Array(repeating: .reads, count: 28) + Array(repeating: .history, count: 12)
    private static let origin = Instant(seconds: 1_800_000_000)

    private let plan: Plan
    private var server: ServerLimit
    private var budget = RateBudget(RateSettings())
    private var random: Numbers
    private var queue = EventQueue<Event>()
    private var now = 0.0
    private var timerAt = Double.infinity
    private var counts = (taken: 0, refused: 0, allTaken: 0, allRefused: 0)
    private var lanes: [CallLane: Int] = [:]

    init(_ plan: Plan) {
        self.plan = plan
        server = ServerLimit(plan.kind, perSecond: plan.limit)
        random = Numbers(state: plan.seed)
    }

    mutating func run() -> Outcome {
        for caller in Self.callers.indices { queue.add(.ask(caller: caller), at: 0.0001 * Double(caller)) }
        var hasChanged = plan.factor == nil
        while let (time, event) = queue.next(), time < plan.end {
            now = time
            if !hasChanged, now >= plan.changesAt {
                hasChanged = true
                server.change(to: plan.finalLimit, at: now)
            }
            handle(event)
            setTimer()
        }
        let all = Double(counts.taken + counts.refused)
        return Outcome(
            achieved: Double(counts.taken) / plan.counted / plan.finalLimit,
            refused: Double(counts.refused) / max(1, all),
            refusedInAll: Double(counts.allRefused) / Double(max(1, counts.allTaken + counts.allRefused)),
            lanes: lanes
        )
    }

    private var instant: Instant { Self.origin + .microseconds(Int64((now * 1_000_000).rounded())) }

    private func seconds(_ instant: Instant) -> Double {
        Double(instant.microseconds - Self.origin.microseconds) / 1_000_000
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .ask(let caller):
            let answer = budget.ask(UInt64(caller), Self.callers[caller], until: instant + .seconds(2), now: instant)
            told(caller, answer)
        case .arrive(let caller, let turn):
            let isTaken = server.takes(at: now)
            let latency = isTaken ? 0.005 + 0.045 * random.next() : 0.005 + 0.01 * random.next()
            queue.add(.answer(caller: caller, turn, takenIn: isTaken), at: now + latency)
        case .answer(let caller, let turn, let takenIn):
            count(takenIn, turn.lane)
            if !takenIn, plan.learns {
                budget.refused(turn, now: instant)
                budget.close(turn.lane, until: instant + .seconds(1))
            }
            queue.add(.ask(caller: caller), at: now)
        case .timer:
            if now >= timerAt { timerAt = .infinity }
            for told in budget.due(now: instant) { self.told(Int(told.waiter), told.answer) }
        }
    }

    private mutating func told(_ caller: Int, _ answer: RateBudget.Answer) {
        switch answer {
        case .go(let turn): queue.add(.arrive(caller: caller, turn), at: now + 0.001 + plan.jitter * random.next())
        case .refuse(let until): queue.add(.ask(caller: caller), at: max(now + 0.001, seconds(until)))
        case .wait: break
        }
    }

    private mutating func setTimer() {
        guard let next = budget.nextEvent(now: instant) else { return }
        let time = max(now, seconds(next))
        guard time < timerAt else { return }
        timerAt = time
        queue.add(.timer, at: time)
    }

    private mutating func count(_ isTaken: Bool, _ lane: CallLane) {
        if isTaken { self.counts.allTaken += 1 } else { self.counts.allRefused += 1 }
        guard now >= plan.start else { return }
        if isTaken { self.counts.taken += 1 } else { self.counts.refused += 1 }
        if isTaken { lanes[lane, default: 0] += 1 }
    }
}

/// Random numbers from 0 to 1.
private struct Numbers {
    private var random: SeededRandom

    init(state: UInt64) { random = SeededRandom(quietly: state) }

    mutating func next() -> Double { Double(random.next() >> 11) / Double(1 << 53) }
}

/// Events by their time; of those at one time the first that was added comes first.
private struct EventQueue<Event> {
    private struct Place: Comparable {
        let time: Double
        let number: Int
        let event: Event

        static func == (left: Place, right: Place) -> Bool { left.number == right.number }
        static func < (left: Place, right: Place) -> Bool { (left.time, left.number) < (right.time, right.number) }
    }

    private var heap: Heap<Place> = []
    private var added = 0

    mutating func add(_ event: Event, at time: Double) {
        added += 1
        heap.insert(Place(time: time, number: added, event: event))
    }

    mutating func next() -> (time: Double, event: Event)? { heap.popMin().map { ($0.time, $0.event) } }
}
