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
        logger: Logger
    ) {
        self.exchange = exchange
        self.clock = clock
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

    /// Makes a call that changes nothing, as often as `Manners.patiently` has it.
    func read(_ call: OutgoingCall, realm: TokenRealm, patience: Duration) async throws(CXoneFault) -> Answer {
        try await manners.patiently(call.call, patience: patience) { turn in
            await attempt(call, realm: realm, turn).judge(of: call.call, now: now)
        }
    }

    /// Makes a call that changes something: once, and a second time only after a 401, which says that nothing was changed.
    /// Where there is no turn for the second, the call was not made.
    ///
    /// - Parameters:
    ///   - end: the call is not sent after this.
    ///   - grant: leave for it; nil: a turn is waited for here.
    func write(_ call: OutgoingCall, realm: TokenRealm, until end: Instant?, grant: WriteGrant?) async -> CallAttempt {
        do throws(CXoneFault) {
            let turn = try await manners.turnToWrite(call.call, until: end, grant: grant)
            return await attempt(call, realm: realm, until: end, turn)
        } catch {
            return .withoutToken(error)
        }
    }

    /// Makes sure that there is a token, for those who check a configuration.
    func authenticate(_ realm: TokenRealm) async throws(CXoneFault) {
        _ = try await tokens(of: realm).token()
    }

    var now: Instant { Instant(microseconds: clock.now()) }

    // MARK: One attempt

    /// Token and call, and after a 401 both once more, with a turn of its own: all of it inside one deadline.
    private func attempt(_ call: OutgoingCall, realm: TokenRealm, until end: Instant? = nil, _ turn: Turn) async -> CallAttempt {
        await Deadline.run(within: exchange.callDeadline, on: exchange.http.eventLoopGroup) { deadline in
            let first = await once(call, realm: realm, until: end, turn, deadline)
            guard case .exchanged(.success(let answer), let token) = first, answer.status == 401 else { return first }
            tokens(of: realm).refused(token)
            do throws(CXoneFault) {
                // First the token, so that nobody is kept from the turn meanwhile.
                _ = try await self.token(of: realm, deadline)
                let latest = now + Manners.turnPatience
                let turn = try await manners.turn(for: call.call, until: end.map { min($0, latest) } ?? latest)
                return await once(call, realm: realm, until: end, turn, deadline)
            } catch {
                return .withoutToken(Self.late(error, "turn", deadline, exchange.callDeadline))
            }
        }
    }

    /// One exchange; its turn is used, or given back.
    private func once(
        _ call: OutgoingCall,
        realm: TokenRealm,
        until end: Instant?,
        _ turn: Turn,
        _ deadline: Deadline
    ) async -> CallAttempt {
        var permit: Permit?
        do throws(CXoneFault) {
            permit = try manners.leave(for: call.call)
            let token = try await token(of: realm, deadline)
            if let end, now > end { throw .unavailable(detail: "the time for it was over before there was a token", status: nil) }
            if let until = manners.closedUntil(call.call.lane) { throw .throttled(until: until, call: call.call) }
            var authorized = call
            authorized.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(token.secret.reveal())")
            let result = await exchange.send(authorized, deadline: deadline)
            manners.heard(result, of: call.call, turn: turn, permit: permit)
            return .exchanged(result, with: token)
        } catch {
            manners.notMade(permit)
            manners.giveBack(turn)
            return .withoutToken(error)
        }
    }

    private func token(of realm: TokenRealm, _ deadline: Deadline) async throws(CXoneFault) -> AccessToken {
        do throws(CXoneFault) {
            return try await tokens(of: realm).token()
        } catch {
            throw Self.late(error, "token", deadline, exchange.callDeadline)
        }
    }

    /// Who was cancelled by the deadline did not give up.
    private static func late(_ fault: CXoneFault, _ missing: String, _ deadline: Deadline, _ limit: Duration) -> CXoneFault {
        fault == .cancelled && deadline.isExpired ? .unavailable(detail: "no \(missing) within \(limit)", status: nil) : fault
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
}
