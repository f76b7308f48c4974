import Metrics
import Reconciliation
import Synchronization
import Telemetry

/// How long a quarter hour's changes are planned to take, and how long they took.
final class PlanMetrics: Sendable {
    private let moves: GaugeFamily<PlannedKind>
    private let planned: Meter
    private let measured: Meter
    /// The quarter hour whose finish is measured, and the end so far.
    private let measuring = Mutex<(quarter: Instant, finish: Instant)?>(nil)

    init(in factory: any MetricsFactory) {
        moves = GaugeFamily(.planMoves, in: factory)
        planned = MetricName.planPlannedSeconds.gauge(in: factory)
        measured = MetricName.planMeasuredSeconds.gauge(in: factory)
    }

    /// A quarter hour is near; all tenants' plans for it.
    func planned(_ forecasts: [Forecast]) {
        guard let quarter = forecasts.first?.quarter else { return }
        func count(_ of: (Plan) -> Int) -> Int { forecasts.reduce(0) { $0 + of($1.plan) } }
        moves.set(.move, to: count { $0.moves.count })
        moves.set(.noOp, to: count { $0.noOps.count })
        moves.set(.unreachable, to: count { $0.unreachable.count })
        let finish = forecasts.compactMap(\.plan.finish).max() ?? quarter
        planned.set(max(0, (finish - quarter).inSeconds))
    }

    /// A change is confirmed: the last one of a quarter hour says when that was through.
    func confirmed(_ change: Change, at now: Instant) {
        guard change.effectiveAt == Forecast.quarter(from: change.effectiveAt) else { return }
        let seconds: Double? = measuring.withLock { measuring in
            if let current = measuring, change.effectiveAt < current.quarter { return nil }
            measuring = (change.effectiveAt, now)
            return max(0, (now - change.effectiveAt).inSeconds)
        }
        if let seconds { measured.set(seconds) }
    }
}

enum PlannedKind: String, MetricLabel {
    case move
    case noOp = "no_op"
    case unreachable
}

extension Duration {
    fileprivate var inSeconds: Double { Double(inMicroseconds) / 1_000_000 }
}
