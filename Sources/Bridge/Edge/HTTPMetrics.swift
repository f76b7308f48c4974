import Hummingbird
import Metrics
import Telemetry

/// Requests of one listener, by route template and class of status.
struct HTTPMetrics: Sendable {
    private let listener: ListenerLabel
    private let requests: CounterFamily<ListenerLabel, RouteLabel, StatusClass>
    private let seconds: TimerFamily<ListenerLabel, RouteLabel>

    init(_ listener: ListenerLabel, in factory: any MetricsFactory) {
        self.listener = listener
        requests = CounterFamily(.httpRequests, in: factory)
        seconds = TimerFamily(.httpRequestSeconds, in: factory)
    }

    func count(_ route: RouteLabel, status: Int, took: Duration) {
        requests.increment(listener, route, StatusClass(status))
        seconds.record(listener, route, duration: took)
    }
}

enum ListenerLabel: String, MetricLabel {
    case intake, operators
}

/// A route's template, bounded by the routes there are.
struct RouteLabel: MetricLabel {
    let label: String

    init(_ template: String?) {
        label = template ?? "none"
    }
}

struct StatusClass: MetricLabel {
    let label: String

    init(_ status: Int) {
        label = "\(status / 100)xx"
    }
}

struct HTTPMetricsMiddleware: RouterMiddleware {
    let metrics: HTTPMetrics

    func handle(
        _ request: Request,
        context: EdgeContext,
        next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        // Latency is the host's own, however fast the bridge's clock runs.
        let started = ContinuousClock.now
        let response = try await next(request, context)
        metrics.count(RouteLabel(context.endpointPath), status: response.status.code, took: ContinuousClock.now - started)
        return response
    }
}
