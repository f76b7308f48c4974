import Reconciliation

/// What is known of the token for one host and scope set, and who waits for the next one. No I/O, no clock.
///
/// One refresh is in flight however many callers wait. A token near its end is still handed out while its successor is
/// being fetched, so that a refresh makes nobody wait; if that refresh fails, the old one serves until it ends.
struct TokenState: Sendable {
    typealias Waiter = UInt64

    /// What a caller is to do.
    enum Ask: Sendable, Equatable {
        /// Use the token; and start a flight, if so said.
        case use(AccessToken, fetch: Bool)
        /// Wait for the flight; and start it, if so said.
        case wait(fetch: Bool)
        case fail(CXoneFault)
    }

    /// How long an early refresh that failed is let be.
    static let earlyRetry: Duration = .seconds(5)
    /// How long refused credentials are not shown again: every agent's run would ask, and identity providers lock clients out.
    static let refusedRetry: Duration = .seconds(5)

    private(set) var token: AccessToken?
    private var flight: Flight?
    private var generations: UInt64 = 0
    private var noEarlyRefreshBefore: Instant?
    private var refusal: (fault: CXoneFault, until: Instant)?

    private struct Flight: Sendable {
        let startedAt: Instant
        var waiters: [Waiter] = []
    }

    mutating func ask(_ waiter: Waiter, now: Instant) -> Ask {
        if let token, now < token.expiresAt {
            guard now >= token.refreshAt else { return .use(token, fetch: false) }
            let isDue = flight == nil && (noEarlyRefreshBefore.map { now >= $0 } ?? true)
            if isDue { flight = Flight(startedAt: now) }
            return .use(token, fetch: isDue)
        }
        token = nil
        if flight != nil {
            flight?.waiters.append(waiter)
            return .wait(fetch: false)
        }
        if let refusal {
            if now < refusal.until, refusal.until - now <= Self.refusedRetry { return .fail(refusal.fault) }
            self.refusal = nil
        }
        flight = Flight(startedAt: now, waiters: [waiter])
        return .wait(fetch: true)
    }

    /// The flight is over: who is to be told, and what.
    mutating func landed(
        _ result: Result<TokenGrant, CXoneFault>,
        now: Instant
    ) -> (waiters: [Waiter], result: Result<AccessToken, CXoneFault>) {
        let ended = flight ?? Flight(startedAt: now)
        flight = nil
        switch result {
        case .success(let grant):
            generations += 1
            noEarlyRefreshBefore = nil
            refusal = nil
            let fresh = grant.token(generation: generations, requestedAt: ended.startedAt)
            token = fresh
            return (ended.waiters, .success(fresh))
        case .failure(let fault):
            noEarlyRefreshBefore = now + Self.earlyRetry
            switch fault {
            case .unauthorized, .forbidden: refusal = (fault, now + Self.refusedRetry)
            default: break
            }
            return (ended.waiters, .failure(fault))
        }
    }

    /// A waiter gave up. The flight goes on for the others, and for whoever comes next.
    mutating func leave(_ waiter: Waiter) {
        flight?.waiters.removeAll { $0 == waiter }
    }

    /// A call with this token got 401: it is not handed out again. One that has been replaced meanwhile changes nothing.
    mutating func refused(_ refused: AccessToken) {
        if token?.generation == refused.generation { token = nil }
    }
}
