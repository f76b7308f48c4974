package import Metrics
import Reconciliation
import Telemetry

/// How one HTTP exchange with CXone ended.
package enum CallResult: String, Sendable, CaseIterable, MetricLabel {
    case ok
    case redirected
    case badRequest = "bad_request"
    case unauthorized
    case forbidden
    case notFound = "not_found"
    case conflict
    case throttled
    case rejected
    case serverError = "server_error"
    /// No connection, or it broke.
    case disconnected
    case timedOut = "timed_out"
    case oversized
    case cancelled

    init(status: Int) {
        self =
            switch status {
            case 200..<300: .ok
            case 300..<400: .redirected
            case 400: .badRequest
            case 401: .unauthorized
            case 403: .forbidden
            case 404: .notFound
            case 409: .conflict
            case 429: .throttled
            case 400..<500: .rejected
            default: .serverError
            }
    }
}

/// What is counted and timed about calls to CXone: every HTTP exchange by itself, retries and repeats included.
package struct CXoneMetrics: Sendable {
    let calls: CounterFamily<CXoneCall, CallResult>
    let latency: TimerFamily<CXoneCall>
    let retries: CounterFamily<CXoneCall>
    let retriesSuppressed: CounterFamily<CXoneCall>
    let budgetRate: GaugeFamily<TenantLabel>
    let budgetWait: TimerFamily<CallLane>
    let budgetRefusals: CounterFamily<CallLane>
    let reachable: GaugeFamily<TenantLabel>
    let breaker: GaugeFamily<TenantLabel, BreakerWord>

    /// - Parameter factory: where the series live; the task-local or global one by default.
    package init(in factory: any MetricsFactory = MetricsSystem.factory) {
        calls = CounterFamily(.cxoneCalls, in: factory)
        latency = TimerFamily(.cxoneCallSeconds, in: factory)
        retries = CounterFamily(.cxoneRetries, in: factory)
        retriesSuppressed = CounterFamily(.cxoneRetriesSuppressed, in: factory)
        budgetRate = GaugeFamily(.cxoneBudgetRate, in: factory)
        budgetWait = TimerFamily(.cxoneBudgetWaitSeconds, in: factory)
        budgetRefusals = CounterFamily(.cxoneBudgetRefusals, in: factory)
        reachable = GaugeFamily(.cxoneReachable, in: factory)
        breaker = GaugeFamily(.cxoneBreaker, in: factory)
    }
}

/// A configured tenant as a label: as many as the configuration has.
struct TenantLabel: MetricLabel {
    let label: String

    init(_ tenant: TenantName) { label = tenant.text }
}

extension BreakerWord: MetricLabel {}
