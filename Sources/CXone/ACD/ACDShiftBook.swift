import Notation
import Reconciliation
import Synchronization

/// What CXone's WFM has scheduled agents for, remembered for a while; one call is under way for each agent at most.
final class ACDShiftBook: Sendable {
    /// What one read brought, faults that another would meet again included: nil where no shift is shown.
    typealias Page = Result<[ShiftSegment]?, CXoneFault>

    /// After a fault that may pass nobody's schedule is asked for during so long: while the WFM is away, agents are not to
    /// wait for it one after another, and its failures are not to be taken for the ACD's.
    static let rest: Duration = .minutes(1)
    /// A shift that is older than this may have been changed since: a refusal rests on one that is not.
    static let recent: Duration = .minutes(1)
    /// More agents than this are not remembered at once.
    private static let mostPages = 200_000

    private let pages = Mutex<[String: SharedFlight<Page>]>([:])
    private let clock: WallClock
    private let lifetime: Duration
    private let fetch: @Sendable (String) async -> Result<Page, CXoneFault>

    /// - Parameters:
    ///   - lifetime: how long a schedule is remembered.
    ///   - read: asks for a user's schedule.
    init(
        clock: WallClock,
        lifetime: Duration,
        read: @escaping @Sendable (String) async throws(CXoneFault) -> [ShiftSegment]?
    ) {
        self.clock = clock
        self.lifetime = lifetime
        let pause = Pause(longest: Self.rest)
        fetch = { userID in
            let now = Instant(microseconds: clock.now())
            if let fault = pause.fault(now: now) { return .failure(fault) }
            do throws(CXoneFault) {
                return .success(.success(try await read(userID)))
            } catch {
                switch error {
                case .forbidden, .notFound, .badRequest, .unreadable, .historyIncomplete: return .success(.failure(error))
                case .unavailable: pause.begin(error, until: now + Self.rest)
                // Turns are waited for, and refused, without a call; the others are no faults of the WFM's.
                case .throttled, .unauthorized, .cancelled: break
                }
                return .failure(error)
            }
        }
    }

    /// The shifts of a user, oldest first; nil where CXone shows none.
    ///
    /// Where the agent would be out of shift now, they are read again unless they are recent.
    func shifts(of userID: String) async throws(CXoneFault) -> [ShiftSegment]? {
        let page = page(userID)
        let known = try await page.value(leavingNotBefore: now - lifetime)
        let asked = now
        guard case .success(let shifts?) = known.value, !shifts.contains(where: { $0.start <= asked && asked < $0.end }) else {
            return try known.value.get()
        }
        return try await page.value(leavingNotBefore: asked - Self.recent).value.get()
    }

    private var now: Instant { Instant(microseconds: clock.now()) }

    private func page(_ userID: String) -> SharedFlight<Page> {
        pages.withLock { pages in
            if let page = pages[userID] { return page }
            if pages.count >= Self.mostPages { pages.removeAll() }
            let page = SharedFlight<Page>(clock: clock) { [fetch] _ in await fetch(userID) }
            pages[userID] = page
            return page
        }
    }
}
