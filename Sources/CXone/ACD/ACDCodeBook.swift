import Notation
import Reconciliation
import Synchronization

/// The unavailable codes of the teams, remembered for a while; one call is under way for each team at most.
final class ACDCodeBook: Sendable {
    private struct Memory {
        var pages: [String: Observed<[ACDCode]>] = [:]
        var flights: [String: SharedFlight<[ACDCode]>] = [:]
    }

    private let memory = Mutex(Memory())
    private let clock: WallClock
    private let lifetime: Duration
    private let fetch: @Sendable (String) async -> Result<[ACDCode], CXoneFault>

    init(clock: WallClock, lifetime: Duration, fetch: @escaping @Sendable (String) async -> Result<[ACDCode], CXoneFault>) {
        self.clock = clock
        self.lifetime = lifetime
        self.fetch = fetch
    }

    func codes(of team: String) async throws(CXoneFault) -> Observed<[ACDCode]> {
        let now = Instant(microseconds: clock.now())
        if let known = memory.withLock({ $0.pages[team] }), now >= known.at, now - known.at < lifetime { return known }
        // A call that is already under way will do.
        return try await read(team, leavingNotBefore: now - lifetime)
    }

    /// Codes that are not remembered: something said that what is remembered is not so.
    func freshCodes(of team: String, notBefore: Instant) async throws(CXoneFault) -> Observed<[ACDCode]> {
        if let known = memory.withLock({ $0.pages[team] }), known.at >= notBefore { return known }
        return try await read(team, leavingNotBefore: notBefore)
    }

    func forget(_ team: String) { memory.withLock { $0.pages[team] = nil } }

    private func read(_ team: String, leavingNotBefore time: Instant) async throws(CXoneFault) -> Observed<[ACDCode]> {
        let flight = memory.withLock { memory in
            if let flight = memory.flights[team] { return flight }
            let flight = SharedFlight<[ACDCode]>(clock: clock) { [fetch] _ in await fetch(team) }
            memory.flights[team] = flight
            return flight
        }
        let codes = try await flight.value(leavingNotBefore: time)
        memory.withLock { $0.pages[team] = codes }
        return codes
    }
}
