import CoreMetrics
import Logging
import Metrics
import Notation
import Reconciliation
import Store
import Telemetry

/// What lies in the store, as gauges: counted there from time to time, because nothing else sees all of it.
struct StoreGauges: Sendable {
    let store: any Store
    private let queued: Meter
    private let dead: Meter
    private let open: GaugeFamily<ChangeState>
    private let held: GaugeFamily<HoldReason>

    /// Real time: whoever scrapes does not scrape more often because a clock runs faster.
    private static let every: Duration = .seconds(5)

    init(store: any Store, metrics: any MetricsFactory) {
        self.store = store
        queued = MetricName.deliveriesQueued.gauge(in: metrics)
        dead = MetricName.deliveriesDead.gauge(in: metrics)
        open = GaugeFamily(.changesOpen, in: metrics)
        held = GaugeFamily(.holdsOpen, in: metrics)
    }

    /// Counts once.
    func refresh() async throws(StoreFault) {
        let deliveries = try await store.deliveryCounts().values
        queued.set(deliveries.reduce(0) { $0 + $1.queued })
        dead.set(deliveries.reduce(0) { $0 + $1.dead })
        let changes = try await store.openChanges()
        for state in ChangeState.allCases where !state.isFinal {
            open.set(state, to: changes[state] ?? 0)
        }
        let holds = try await store.openHolds()
        for reason in HoldReason.allCases { held.set(reason, to: holds[reason] ?? 0) }
    }

    /// Counts now and then, until cancelled.
    func run(clock: WallClock, logger: Logger) async {
        while !Task.isCancelled {
            do throws(StoreFault) {
                try await refresh()
            } catch {
                logger.error("The store could not be counted", metadata: .fields([.errorDetail: "\(error)"]))
            }
            try? await clock.sleep(for: Self.every * clock.speed)
        }
    }
}

extension HoldReason: MetricLabel {}
