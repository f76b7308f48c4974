import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import Notation
import Reconciliation
import Telemetry

/// Calls with tokens, deadlines, retries and the waits that CXone asks for. One per tenant.
struct AuthorizedCalls: Sendable {
    private let exchange: Exchange
    private let clock: WallClock
    private let jitter: Jitter
    private let metrics: CXoneMetrics
    private let logger: Logger
    /// Good manners towards the tenant: turns, and whether it is called at all.
    let manners: Manners
    /// The same tenant's calls without a token.
    let plain: PlainCalls
    private let statusTokens: TokenCache
    private let reportingTokens: TokenCache

    /// - Parameter sources: where the tokens of each realm come from.
    init(
        manners: Manners,
        exchange: Exchange,
        sources: (TokenRealm) -> TokenSource,
        clock: WallClock,
        metrics: CXoneMetrics,
        logger: Logger,
        jitter: Jitter
    ) {
        self.exchange = exchange
        self.clock = clock
        self.jitter = jitter
        self.metrics = metrics
        self.logger = logger
        self.manners = manners
        let plain = PlainCalls(exchange: exchange, manners: manners)
        self.plain = plain

        func cache(_ source: TokenSource) -> TokenCache {
            TokenCache(clock: clock) { await Self.fetch(from: source, by: plain, logger: logger) }
        }
        let status = sources(.status)
        let reporting = sources(.reporting)
        statusTokens = cache(status)
        reportingTokens = status.key == reporting.key ? statusTokens : cache(reporting)
    }

    // MARK: Calls

    /// Makes a call that changes nothing, again and again while the fault may pass and the patience lasts.
    ///
    /// A turn in the tenant's budget is waited for inside the patience, too, a short while at least.
    func read(_ call: OutgoingCall, realm: TokenRealm, patience: Duration) async throws(CXoneFault) -> Answer {
        var plan = RetryPlan(patience: patience, now: now)
        manners.firstTry()
        while true {
            let turn = try await manners.turn(for: call.call, until: max(plan.giveUpAt, now + Manners.turnPatience))
            let attempt = await attempt(call, realm: realm, turn)
            let setback: Setback
            switch attempt.judge(of: call.call, now: now) {
            case .success(let answer): return answer
            case .failure(let failure): setback = failure
            }
            guard setback.isPassing, let again = plan.next(floor: setback.floor, now: now, jitter: jitter.next()),
                manners.mayRetry(call.call)
            else { throw setback.fault }
            metrics.retries.increment(call.call)
            logger.debug(
                "CXone call is tried again",
                metadata: .fields([.cxoneCall: "\(call.call.label)", .error: "\(setback.fault.label)", .attempt: "\(plan.failures)"])
            )
            try await sleep(until: again)
        }
    }

    /// Makes a call that changes something: once, and a second time only after a 401, which says that nothing was changed.
    ///
    /// - Parameters:
    ///   - end: the call is not sent after this.
    ///   - grant: leave for it; nil: a turn is waited for here.
    func write(_ call: OutgoingCall, realm: TokenRealm, until end: Instant?, grant: WriteGrant?) async -> CallAttempt {
        manners.firstTry()
        do throws(CXoneFault) {
            let turn = try await turn(grant, for: call.call, until: end)
            if let until = manners.closedUntil(call.call.lane) {
                manners.giveBack(turn)
                throw .throttled(until: until, call: call.call)
            }
            return await attempt(call, realm: realm, until: end, turn)
        } catch {
            return .withoutToken(error)
        }
    }

    private func turn(_ grant: WriteGrant?, for call: CXoneCall, until end: Instant?) async throws(CXoneFault) -> Turn {
        if let turn = grant?.use() { return turn }
        let latest = now + Manners.turnPatience
        return try await manners.turn(for: call, until: end.map { min($0, latest) } ?? latest)
    }

    /// Makes sure that there is a token, for those who check a configuration.
    func authenticate(_ realm: TokenRealm) async throws(CXoneFault) {
        _ = try await tokens(of: realm).token()
    }

    var now: Instant { Instant(microseconds: clock.now()) }

    // MARK: One attempt

    /// Token, call, and after a 401 both once more: all of it inside one deadline.
    private func attempt(_ call: OutgoingCall, realm: TokenRealm, until end: Instant? = nil, _ turn: Turn) async -> CallAttempt {
        do throws(CXoneFault) {
            try manners.leave()
        } catch {
            manners.giveBack(turn)
            return .withoutToken(error)
        }
        let attempt = await Deadline.run(within: exchange.callDeadline, on: exchange.http.eventLoopGroup) { deadline in
            let first = await once(call, realm: realm, until: end, deadline: deadline)
            guard case .exchanged(.success(let answer), let token) = first, answer.status == 401 else { return first }
            tokens(of: realm).refused(token)
            return await once(call, realm: realm, until: end, deadline: deadline)
        }
        switch attempt {
        case .exchanged(let result, _):
            manners.heard(result, of: call.call, turn: turn)
        case .withoutToken:
            manners.notMade()
            manners.giveBack(turn)
        }
        return attempt
    }

    private func once(_ call: OutgoingCall, realm: TokenRealm, until end: Instant?, deadline: Deadline) async -> CallAttempt {
        let token: AccessToken
        do throws(CXoneFault) {
            token = try await tokens(of: realm).token()
        } catch {
            guard error == .cancelled, deadline.isExpired else { return .withoutToken(error) }
            return .withoutToken(.unavailable(detail: "no token within \(exchange.callDeadline)", status: nil))
        }
        if let end, now > end {
            return .withoutToken(.unavailable(detail: "the time for it was over before there was a token", status: nil))
        }
        var authorized = call
        authorized.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(token.secret.reveal())")
        return .exchanged(await exchange.send(authorized, deadline: deadline), with: token)
    }

    private func tokens(of realm: TokenRealm) -> TokenCache {
        switch realm {
        case .status: statusTokens
        case .reporting: reportingTokens
        }
    }

    private static func fetch(from source: TokenSource, by plain: PlainCalls, logger: Logger) async -> Result<TokenGrant, CXoneFault> {
        let judged: Result<TokenGrant, CXoneFault>
        switch await source.request(plain) {
        case .failure(let fault): judged = .failure(fault)
        case .success(let request):
            judged = await plain.attempt(request.call).flatMap { request.judge($0, now: plain.now) }
        }
        if case .failure(let fault) = judged {
            logger.warning(
                "No token from CXone",
                metadata: .fields([.error: "\(fault.label)", .errorDetail: "\(fault)"])
            )
        }
        return judged
    }

    private func sleep(until time: Instant) async throws(CXoneFault) {
        do {
            try await clock.sleepUntil(time.microseconds)
        } catch {
            throw .cancelled
        }
    }
}
