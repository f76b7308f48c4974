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
    private let gate = SharedGate()
    private let statusTokens: TokenCache
    private let reportingTokens: TokenCache

    init(
        configuration: PlatformConfiguration,
        http: HTTPClient,
        clock: WallClock,
        metrics: CXoneMetrics,
        logger: Logger,
        jitter: Jitter
    ) {
        let exchange = Exchange(
            http: http,
            userAgent: configuration.userAgent,
            responseLimit: configuration.responseLimit,
            callDeadline: configuration.callDeadline,
            metrics: metrics,
            logger: logger
        )
        self.exchange = exchange
        self.clock = clock
        self.jitter = jitter
        self.metrics = metrics
        self.logger = logger

        let gate = gate
        func cache(_ request: TokenRequest) -> TokenCache {
            TokenCache(clock: clock) { await Self.fetch(request, by: exchange, gate: gate, clock: clock, logger: logger) }
        }
        let status = TokenRequest(configuration, realm: .status)
        let reporting = TokenRequest(configuration, realm: .reporting)
        statusTokens = cache(status)
        reportingTokens = status.cacheKey == reporting.cacheKey ? statusTokens : cache(reporting)
    }

    // MARK: Calls

    /// Makes a call that changes nothing, again and again while the fault may pass and the patience lasts.
    ///
    /// - Parameter waitsAtGate: whether a wait that CXone asked other calls for is waited out inside the patience, too;
    ///   else such a call fails at once. A wait that this call's own try was asked for always is.
    func read(
        _ call: OutgoingCall,
        realm: TokenRealm,
        patience: Duration,
        waitsAtGate: Bool
    ) async throws(CXoneFault) -> Answer {
        var plan = RetryPlan(patience: patience, now: now)
        while true {
            if let until = gate.closedUntil(call.call.lane, now: now) {
                guard waitsAtGate || plan.failures > 0, plan.canWait(until: until) else { throw .throttled(until: until, call: call.call) }
                try await sleep(until: until)
                continue
            }
            let attempt = await attempt(call, realm: realm)
            let setback: Setback
            switch attempt.judge(of: call.call, now: now) {
            case .success(let answer): return answer
            case .failure(let failure): setback = failure
            }
            guard setback.isPassing, let again = plan.next(floor: setback.floor, now: now, jitter: jitter.next()) else {
                throw setback.fault
            }
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
    /// - Parameter end: the call is not sent after this.
    func write(_ call: OutgoingCall, realm: TokenRealm, until end: Instant? = nil) async -> CallAttempt {
        if let until = gate.closedUntil(call.call.lane, now: now) {
            return .withoutToken(.throttled(until: until, call: call.call))
        }
        return await attempt(call, realm: realm, until: end)
    }

    /// Makes sure that there is a token, for those who check a configuration.
    func authenticate(_ realm: TokenRealm) async throws(CXoneFault) {
        _ = try await tokens(of: realm).token()
    }

    var now: Instant { Instant(microseconds: clock.now()) }

    // MARK: One attempt

    /// Token, call, and after a 401 both once more: all of it inside one deadline.
    private func attempt(_ call: OutgoingCall, realm: TokenRealm, until end: Instant? = nil) async -> CallAttempt {
        let attempt = await Deadline.run(within: exchange.callDeadline, on: exchange.http.eventLoopGroup) { deadline in
            let first = await once(call, realm: realm, until: end, deadline: deadline)
            guard case .exchanged(.success(let answer), let token) = first, answer.status == 401 else { return first }
            tokens(of: realm).refused(token)
            return await once(call, realm: realm, until: end, deadline: deadline)
        }
        if case .exchanged(.success(let answer), _) = attempt,
            let wait = RetryAfter.wait(status: answer.status, headers: answer.headers, now: now)
        {
            gate.close(call.call.lane, until: now + wait)
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

    private static func fetch(
        _ request: TokenRequest,
        by exchange: Exchange,
        gate: SharedGate,
        clock: WallClock,
        logger: Logger
    ) async -> Result<TokenGrant, CXoneFault> {
        let started = Instant(microseconds: clock.now())
        if let until = gate.closedUntil(.token, now: started) { return .failure(.throttled(until: until, call: .token)) }
        let result = await Deadline.run(within: exchange.callDeadline, on: exchange.http.eventLoopGroup) { deadline in
            await exchange.send(request.call, deadline: deadline)
        }
        let now = Instant(microseconds: clock.now())
        if case .success(let answer) = result, let wait = RetryAfter.wait(status: answer.status, headers: answer.headers, now: now) {
            gate.close(.token, until: now + wait)
        }
        let judged = request.judge(result, now: now)
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
