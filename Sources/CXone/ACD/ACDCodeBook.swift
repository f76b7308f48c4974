import Notation
import Reconciliation
import Synchronization

/// The unavailable codes of the teams, remembered for a while; one call is under way for each team at most.
final class ACDCodeBook: Sendable {
    private let pages = Mutex<[String: SharedFlight<[ACDCode]>]>([:])
    private let clock: WallClock
    private let lifetime: Duration
    private let fetch: @Sendable (String) async -> Result<[ACDCode], CXoneFault>

    init(clock: WallClock, lifetime: Duration, fetch: @escaping @Sendable (String) async -> Result<[ACDCode], CXoneFault>) {
        self.clock = clock
        self.lifetime = lifetime
        self.fetch = fetch
    }

    /// Remembered ones, or ones read now.
    func codes(of team: String) async throws(CXoneFault) -> Observed<[ACDCode]> {
        try await page(team).value(leavingNotBefore: Instant(microseconds: clock.now()) - lifetime)
    }

    /// Codes no older than that: something said that what is remembered is not so.
    func freshCodes(of team: String, notBefore: Instant) async throws(CXoneFault) -> Observed<[ACDCode]> {
        try await page(team).value(leavingNotBefore: notBefore)
    }

    func forget(_ team: String) { page(team).forget() }

    private func page(_ team: String) -> SharedFlight<[ACDCode]> {
        pages.withLock { pages in
            if let page = pages[team] { return page }
            let page = SharedFlight<[ACDCode]>(clock: clock) { [fetch] _ in await fetch(team) }
            pages[team] = page
            return page
        }
    }
}
