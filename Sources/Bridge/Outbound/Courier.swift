import CoreMetrics
import Logging
import Metrics
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Telemetry

/// Delivers what the outbox holds, each endpoint on its own, each lane (one agent at one endpoint) in order.
final class Courier: Service {
    private let lines: [EndpointLine]

    init(posters: [Poster], parts: CourierParts) {
        lines = posters.map { EndpointLine(poster: $0, parts: parts) }
        // So that it is seen before anything goes wrong.
        parts.metrics.endpointsPaused.set(0)
    }

    /// Events have been stored.
    func eventsQueued() {
        for line in lines { line.wake() }
    }

    /// Runs until shut down; attempts in hand are finished or given back.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for line in self.lines {
                    group.addTask { await line.run() }
                }
                // A bridge without endpoints runs all the same.
                if self.lines.isEmpty { try? await gracefulShutdown() }
            }
        } onGracefulShutdown: {
            for line in self.lines { line.stop() }
        }
    }
}

/// What deliveries work with.
struct CourierParts: Sendable {
    let store: any Store
    let scribe: Scribe
    let mint: IDMinter
    let clock: WallClock
    let metrics: CourierMetrics
    let logger: Logger
    /// The name of this run, for claims.
    let owner: String
    /// Deliveries at once at one endpoint.
    let limit: Int
    /// How long attempts in hand may go on once the courier is to stop; real time, as their deadline is.
    let grace: Duration
    let recorded: @Sendable () -> Void

    func now() -> Instant { Instant(microseconds: clock.now()) }
}

struct CourierMetrics: Sendable {
    let attempts: CounterFamily<AttemptLabel>
    let attemptTime: Metrics.Timer
    let deliveryTime: Metrics.Timer
    let endpointsPaused: Meter

    init(in factory: any MetricsFactory) {
        attempts = CounterFamily(.deliveryAttempts, in: factory)
        attemptTime = MetricName.deliveryAttemptSeconds.timer(in: factory)
        deliveryTime = MetricName.deliverySeconds.timer(in: factory)
        endpointsPaused = MetricName.endpointsPaused.gauge(in: factory)
    }
}

enum AttemptLabel: String, MetricLabel {
    case delivered, rejected, throttled, failed, unreachable, unsigned, stopped

    init(_ result: AttemptResult) {
        switch result {
        case .answered(200...299, _): self = .delivered
        case .answered(429, _): self = .throttled
        case .answered(500...599, _): self = .failed
        case .answered: self = .rejected
        case .unreachable: self = .unreachable
        case .unsigned: self = .unsigned
        case .stopped: self = .stopped
        }
    }
}
