import Notation
import Reconciliation
import Synchronization

/// The budget that all calls of a tenant go through: carries out what `RateBudget` says.
final class SharedBudget: Sendable {
    private struct Desk {
        var budget: RateBudget
        var lastWaiter: RateBudget.Waiter = 0
        var continuations: [RateBudget.Waiter: CheckedContinuation<RateBudget.Answer?, Never>] = [:]
        /// When the timer that runs rings.
        var rings: Instant?
        var timer: Task<Void, Never>?
    }

    private let desk: Mutex<Desk>
    private let clock: WallClock

    init(_ settings: RateSettings, clock: WallClock) {
        self.clock = clock
        // Timers come a millisecond or a few late, by real time.
        desk = Mutex(Desk(budget: RateBudget(settings, lateness: .milliseconds(20) * max(1, clock.speed))))
    }

    private var now: Instant { Instant(microseconds: clock.now()) }

    /// Calls a second, now.
    var perSecond: Double { desk.withLock { $0.budget.rate.perSecond } }

    /// Takes over what an operator says now.
    func adopt(_ settings: RateSettings) { desk.withLock { $0.budget.adopt(settings) } }

    /// Waits for a turn.
    ///
    /// - Returns: a turn, or until when there is none; nil for a caller who gave up.
    func turn(_ lane: CallLane, until latest: Instant) async -> RateBudget.Answer? {
        let waiter = desk.withLock { desk in
            desk.lastWaiter += 1
            return desk.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: RateBudget.Answer?? = desk.withLock { desk in
                    // The handler of a cancellation that came before this had nothing to resume; it is seen here.
                    if Task.isCancelled { return .some(nil) }
                    let answer = desk.budget.ask(waiter, lane, until: latest, now: now)
                    guard answer == .wait else { return answer }
                    desk.continuations[waiter] = continuation
                    setTimer(&desk)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            giveUp(waiter)
        }
    }

    /// A turn was not used: the next of those who wait has it.
    func giveBack(_ turn: Turn) {
        desk.withLock { $0.budget.giveBack(turn) }
        ring()
    }

    /// A call was answered with 429.
    func refused(_ turn: Turn) {
        desk.withLock { $0.budget.refused(turn, now: now) }
    }

    /// CXone wants no calls of a lane before then.
    func close(_ lane: CallLane, until time: Instant) {
        desk.withLock { $0.budget.close(lane, until: time) }
    }

    func closedUntil(_ lane: CallLane, now: Instant) -> Instant? {
        desk.withLock { $0.budget.closedUntil(lane, now: now) }
    }

    // MARK: Turns

    private func giveUp(_ waiter: RateBudget.Waiter) {
        let continuation = desk.withLock { desk in
            desk.budget.leave(waiter)
            return desk.continuations.removeValue(forKey: waiter)
        }
        continuation?.resume(returning: nil)
    }

    private func ring() {
        let told = desk.withLock { desk in
            let told = desk.budget.due(now: now).compactMap { told in
                desk.continuations.removeValue(forKey: told.waiter).map { ($0, told.answer) }
            }
            setTimer(&desk)
            return told
        }
        for (continuation, answer) in told { continuation.resume(returning: answer) }
    }

    private func setTimer(_ desk: inout Desk) {
        guard let next = desk.budget.nextEvent(now: now) else {
            desk.timer?.cancel()
            desk.timer = nil
            desk.rings = nil
            return
        }
        if let rings = desk.rings, rings <= next { return }
        desk.timer?.cancel()
        desk.rings = next
        let clock = clock
        // Nobody's child: it serves all who wait, and is cancelled when nobody does. One is set only while somebody waits.
        desk.timer = Task(executorPreference: clock.executor) {
            do { try await clock.sleepUntil(next.microseconds) } catch { return }
            self.desk.withLock { desk in
                if desk.rings == next { desk.rings = nil }
            }
            self.ring()
        }
    }
}
