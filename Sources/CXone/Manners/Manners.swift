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
    let clock: WallClock
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

    /// Makes a call that changes nothing, again and again while the fault may pass and the patience lasts.
    ///
    /// A turn in the tenant's budget is waited for inside the patience, too, a short while at least.
    ///
    /// - Parameter attempt: makes the call once; its turn is used, or given back.
    package func patiently<Value: Sendable>(
        _ call: CXoneCall,
        patience: Duration,
        attempt: (Turn) async -> Result<Value, Setback>
    ) async throws(CXoneFault) -> Value {
        var plan = RetryPlan(patience: patience, now: now)
        firstTry()
        while true {
            let turn = try await turn(for: call, until: max(plan.giveUpAt, now + Self.turnPatience))
            let setback: Setback
            switch await attempt(turn) {
            case .success(let value): return value
            case .failure(let failure): setback = failure
            }
            guard setback.isPassing, let again = plan.next(floor: setback.floor, now: now, jitter: jitter.next()), mayRetry(call)
            else { throw setback.fault }
            metrics.retries.increment(call)
            logger.debug(
                "CXone call is tried again",
                metadata: .fields([.cxoneCall: "\(call.label)", .error: "\(setback.fault.label)", .attempt: "\(plan.failures)"])
            )
            do { try await clock.sleepUntil(again.microseconds) } catch { throw .cancelled }
        }
    }

    /// The turn of a call that changes something: the grant's, or one that is waited for here.
    ///
    /// - Parameter end: the call is not sent after this.
    package func turnToWrite(_ call: CXoneCall, until end: Instant?, grant: WriteGrant?) async throws(CXoneFault) -> Turn {
        firstTry()
        let latest = now + Self.turnPatience
        let turn =
            if let turn = grant?.use() { turn } else { try await turn(for: call, until: end.map { min($0, latest) } ?? latest) }
        guard let until = closedUntil(call.lane) else { return turn }
        giveBack(turn)
        throw .throttled(until: until, call: call)
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

    package func giveBack(_ turn: Turn) { budget.giveBack(turn) }

    /// Leave for a call that has its turn: CXone may have gone away while it waited.
    package func leave(for call: CXoneCall) throws(CXoneFault) -> Permit {
        guard call.witness == .full else { return Permit(probe: nil) }
        let now = now
        switch breaker.withLock({ $0.ask(now: now) }) {
        case .call: return Permit(probe: nil)
        case .probe:
            report()
            return Permit(probe: now)
        case .away(let until): throw Self.away(until)
        }
    }

    /// Whether a call that failed may be made again.
    private func mayRetry(_ call: CXoneCall) -> Bool {
        let may = retries.withLock { $0.retry() }
        if !may { metrics.retriesSuppressed.increment(call) }
        return may
    }

    private func firstTry() { retries.withLock { $0.call() } }

    func closedUntil(_ lane: CallLane) -> Instant? { budget.closedUntil(lane, now: now) }

    // MARK: What came of it

    /// An exchange with CXone has ended.
    ///
    /// - Parameters:
    ///   - turn: nil for calls that need none.
    ///   - permit: the same.
    package func heard(_ result: Result<Answer, ExchangeFault>, of call: CXoneCall, turn: Turn?, permit: Permit?) {
        switch result {
        case .success(let answer):
            if let wait = RetryAfter.wait(status: answer.status, headers: answer.headers, now: now) {
                budget.close(call.lane, until: now + wait)
            }
            if answer.status == 429, let turn {
                budget.refused(turn)
                metrics.budgetRate.set(tenant, to: budget.perSecond)
            }
            switch answer.body {
            case .cut(_, isGivenUp: true): notMade(permit)
            // The deadline is one for the whole answer: half of one is none.
            case .cut: failed(call)
            case .whole, .oversized: if answer.status >= 500 { failed(call) } else { answered(call) }
            }
        case .failure(let fault):
            switch fault.kind {
            case .disconnected, .timedOut: failed(call)
            case .cancelled: notMade(permit)
            }
        }
    }

    /// A call that had leave was not made, or nothing is known of it.
    func notMade(_ permit: Permit?) {
        guard let probe = permit?.probe else { return }
        breaker.withLock { $0.unproven(probe: probe, now: now) }
    }

    /// Wants to be told whenever CXone is back.
    package func whenBack(_ tell: @escaping @Sendable () -> Void) { back.withLock { $0.append(tell) } }

    private func answered(_ call: CXoneCall) {
        guard call.witness == .full else { return }
        guard breaker.withLock({ $0.heard() }) else { return }
        logger.notice("CXone answers again; calls go on")
        report()
        for tell in back.withLock({ $0 }) { tell() }
    }

    private func failed(_ call: CXoneCall) {
        guard call.witness != .none else { return }
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
