import Notation
import Reconciliation
import Synchronization

/// A call whose result all who wait for it share: carries out what `FlightDesk` says.
final class SharedFlight<Value: Sendable>: Sendable {
    typealias Landing = Result<Observed<Value>, CXoneFault>

    private struct Desk {
        var desk = FlightDesk()
        var lastWaiter: FlightDesk.Waiter = 0
        /// What the last flight brought.
        var last: Observed<Value>?
        var continuations: [FlightDesk.Waiter: CheckedContinuation<Landing, Never>] = [:]
    }

    /// Nobody waits longer for a departure: a clock that was set back must not hold anybody up for hours.
    private static var longestWait: Duration { .seconds(30) }

    private let desk = Mutex(Desk())
    private let clock: WallClock
    private let interval: Duration
    private let fetch: @Sendable (Instant) async -> Result<Value, CXoneFault>

    /// - Parameters:
    ///   - interval: how far apart calls leave at least.
    ///   - fetch: makes the call; is given the time at which it leaves.
    init(clock: WallClock, interval: Duration = .zero, fetch: @escaping @Sendable (Instant) async -> Result<Value, CXoneFault>) {
        self.clock = clock
        self.interval = interval
        self.fetch = fetch
    }

    /// The result of a call that left at that time or later, with the time at which it left: the last one, if it is young
    /// enough.
    func value(leavingNotBefore time: Instant) async throws(CXoneFault) -> Observed<Value> {
        let waiter = desk.withLock { desk in
            desk.lastWaiter += 1
            return desk.lastWaiter
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                join(waiter, min(time, now + Self.longestWait), continuation)
            }
        } onCancel: {
            giveUp(waiter)
        }
        return try result.get()
    }

    /// The last result is not handed out again.
    func forget() { desk.withLock { $0.last = nil } }

    private var now: Instant { Instant(microseconds: clock.now()) }

    private func join(_ waiter: FlightDesk.Waiter, _ notBefore: Instant, _ continuation: CheckedContinuation<Landing, Never>) {
        let now = now
        let (answer, starts) = desk.withLock { desk -> (Landing?, Bool) in
            // The handler of a cancellation that came before this had nothing to resume; it is seen here.
            if Task.isCancelled { return (.failure(.cancelled), false) }
            // One from the future is one from before the clock was set back.
            if let last = desk.last, last.at >= notBefore, last.at <= now { return (.success(last), false) }
            desk.continuations[waiter] = continuation
            return (nil, desk.desk.join(waiter, notBefore: notBefore))
        }
        if let answer { continuation.resume(returning: answer) }
        if starts { start() }
    }

    private func start() {
        // Nobody's child: the flight belongs to all who wait, and the one who started it may give up before the others.
        // It ends by the patience of its call.
        Task {
            while await fly() {}
        }
    }

    /// - Returns: whether there is another flight to make.
    private func fly() async -> Bool {
        let boarding = now
        let departure = desk.withLock { $0.desk.departure(now: boarding, interval: interval) }
        // Nothing cancels this task; were the clock to fail, the flight would leave at once, and those it does not serve stay.
        if departure > boarding { try? await clock.sleepUntil(departure.microseconds) }
        let leaving = max(now, departure)
        guard desk.withLock({ $0.desk.depart(now: leaving) }) else { return desk.withLock { $0.desk.land().again } }
        let result = await fetch(leaving).map { Observed($0, at: leaving) }
        let (waiting, again) = desk.withLock { desk in
            let (waiters, again) = desk.desk.land()
            if case .success(let value) = result { desk.last = value }
            return (waiters.compactMap { desk.continuations.removeValue(forKey: $0) }, again)
        }
        for continuation in waiting { continuation.resume(returning: result) }
        return again
    }

    private func giveUp(_ waiter: FlightDesk.Waiter) {
        let continuation = desk.withLock { desk in
            desk.desk.leave(waiter)
            return desk.continuations.removeValue(forKey: waiter)
        }
        continuation?.resume(returning: .failure(.cancelled))
    }
}
