import Reconciliation

/// Who waits for a call whose result all of them share. No I/O, no clock.
///
/// Everybody says how early the call may have left for its result to be of use. Who comes too late for the call that is
/// under way waits for the next one.
struct FlightDesk: Sendable {
    typealias Waiter = UInt64

    private struct Passenger: Sendable {
        let waiter: Waiter
        let notBefore: Instant
    }

    private var boarding: [Passenger] = []
    private var flying: [Waiter] = []
    private var departedAt: Instant?
    private var lastDeparture: Instant?
    private var isBusy = false

    /// - Returns: whether a flight is to be started.
    mutating func join(_ waiter: Waiter, notBefore: Instant) -> Bool {
        if let departedAt, departedAt >= notBefore {
            flying.append(waiter)
            return false
        }
        boarding.append(Passenger(waiter: waiter, notBefore: notBefore))
        defer { isBusy = true }
        return !isBusy
    }

    /// When the next flight leaves: as soon as one of those who wait has a use for it.
    func departure(now: Instant, interval: Duration) -> Instant {
        let wanted = boarding.map(\.notBefore).min() ?? now
        // A last departure in the future is one from before the clock was set back.
        let spaced = lastDeparture.flatMap { $0 <= now ? $0 + interval : nil } ?? now
        return max(now, wanted, spaced)
    }

    /// The flight leaves with all who have a use for it.
    ///
    /// - Returns: false if all of them gave up.
    mutating func depart(now: Instant) -> Bool {
        flying = boarding.filter { $0.notBefore <= now }.map(\.waiter)
        boarding.removeAll { $0.notBefore <= now }
        guard !flying.isEmpty else { return false }
        departedAt = now
        lastDeparture = now
        return true
    }

    /// The flight is over.
    ///
    /// - Returns: who is to be told, and whether another flight is to be started.
    mutating func land() -> (waiters: [Waiter], again: Bool) {
        defer {
            flying = []
            departedAt = nil
            isBusy = !boarding.isEmpty
        }
        return (flying, !boarding.isEmpty)
    }

    /// A waiter gave up. The flight goes on for the others.
    mutating func leave(_ waiter: Waiter) {
        boarding.removeAll { $0.waiter == waiter }
        flying.removeAll { $0 == waiter }
    }
}
