package import Logging
package import Notation
package import Reconciliation
import Synchronization
import Telemetry

/// Good manners towards one tenant: its budget of calls, its breaker, its retries. All of the tenant's calls share one.
package final class Manners: Sendable {
    /// For how long a turn is waited for before its caller is sent away: a lane that a 429 closed for a second, and those
    /// who have gathered before it then, are waited out.
    package static let turnPatience: Duration = .seconds(4)

    private let budget: SharedBudget
    private let breaker = Mutex(Breaker())
    private let retries = Mutex(RetryBudget())
    private let back = Mutex<[@Sendable () -> Void]>([])
    private let clock: WallClock
    private let jitter: Jitter
    private let metrics: CXoneMetrics
    private let logger: Logger
    private let tenant: TenantLabel

    package init(
        _ settings: RateSettings,
        tenant: TenantName,
        clock: WallClock,
        metrics: CXoneMetrics,
        logger: Logger,
        jitter: Jitter
    ) {
        budget = SharedBudget(settings, clock: clock)
        self.clock = clock
        self.jitter = jitter
        self.metrics = metrics
        self.logger = logger
        self.tenant = TenantLabel(tenant)
        report()
    }

    var now: Instant { Instant(microseconds: clock.now()) }

    /// Takes over what an operator says now; what was learned stays.
    package func adopt(_ settings: RateSettings) {
        budget.adopt(settings)
        report()
    }

    // MARK: Asking

    /// Whether CXone would be called now.
    package func reachability(now: Instant) -> Fleet.Reachability { breaker.withLock { $0.reachability(now: now) } }

    /// The state of the breaker, and the calls a second that are made at most.
    package var standing: (breaker: BreakerWord, perSecond: Double) { (breaker.withLock { $0.state.word }, budget.perSecond) }

    /// Waits for leave to make one write.
    ///
    /// - Parameter latest: until when it waits.
    /// - Throws: `throttled` where its turn comes later, `unavailable` while CXone is away.
    package func reserveWrite(until latest: Instant) async throws(CXoneFault) -> WriteGrant {
        WriteGrant(try await turn(for: .putStatus, until: latest), from: self)
    }

    /// Waits for a call's turn.
    func turn(for call: CXoneCall, until latest: Instant) async throws(CXoneFault) -> Turn {
        if case .away(let until) = reachability(now: now) { throw Self.away(until) }
        let answer = await budget.turn(call.lane, until: latest)
        switch answer {
        case .go(let turn):
            metrics.budgetWait.record(call.lane, duration: turn.waited)
            return turn
        case .refuse(let until):
            metrics.budgetRefusals.increment(call.lane)
            throw .throttled(until: until, call: call)
        case .wait, nil:
            throw .cancelled
        }
    }

    func giveBack(_ turn: Turn) { budget.giveBack(turn) }

    /// Whether a call that has its turn may be made: CXone may have gone away while it waited.
    func leave() throws(CXoneFault) {
        switch breaker.withLock({ $0.ask(now: now) }) {
        case .call: break
        case .probe: report()
        case .away(let until): throw Self.away(until)
        }
    }

    /// Whether a call that failed may be made again.
    func mayRetry(_ call: CXoneCall) -> Bool {
        let may = retries.withLock { $0.retry() }
        if !may { metrics.retriesSuppressed.increment(call) }
        return may
    }

    func firstTry() { retries.withLock { $0.call() } }

    func closedUntil(_ lane: CallLane) -> Instant? { budget.closedUntil(lane, now: now) }

    // MARK: What came of it

    /// An exchange with CXone has ended.
    ///
    /// - Parameter turn: nil for calls that need none.
    func heard(_ result: Result<Answer, ExchangeFault>, of call: CXoneCall, turn: Turn?) {
        switch result {
        case .success(let answer):
            if let wait = RetryAfter.wait(status: answer.status, headers: answer.headers, now: now) {
                budget.close(call.lane, until: now + wait)
            }
            if answer.status == 429, let turn {
                budget.refused(turn)
                metrics.budgetRate.set(tenant, to: budget.perSecond)
            }
            if answer.status >= 500 { failed() } else { answered() }
        case .failure(let fault):
            switch fault.kind {
            case .disconnected, .timedOut: failed()
            case .cancelled: notMade()
            }
        }
    }

    /// A call that had leave was not made.
    func notMade() {
        breaker.withLock { $0.unproven(now: now) }
    }

    /// Wants to be told whenever CXone is back.
    package func whenBack(_ tell: @escaping @Sendable () -> Void) { back.withLock { $0.append(tell) } }

    private func answered() {
        guard breaker.withLock({ $0.heard() }) else { return }
        logger.notice("CXone answers again; calls go on")
        report()
        for tell in back.withLock({ $0 }) { tell() }
    }

    private func failed() {
        let jitter = jitter.next()
        guard breaker.withLock({ $0.failed(now: now, jitter: jitter) }) else { return }
        logger.warning("CXone is away: no calls for a while, then one to find out")
        report()
    }

    /// Sets the gauges.
    package func report() {
        let standing = standing
        metrics.budgetRate.set(tenant, to: standing.perSecond)
        metrics.reachable.set(tenant, to: standing.breaker == .closed ? 1 : 0)
        for word in BreakerWord.allCases { metrics.breaker.set(tenant, word, to: word == standing.breaker ? 1 : 0) }
    }

    private static func away(_ until: Instant?) -> CXoneFault {
        let again = until.map { "; the next call is at \(RFC3339.format($0.microseconds))" } ?? "; one call is finding out"
        return .unavailable(detail: "it was away for the last calls\(again)", status: nil)
    }
}
