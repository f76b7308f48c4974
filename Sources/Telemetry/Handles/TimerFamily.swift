package import Metrics

/// A histogram of durations with one series for each combination of label values.
///
///     let latency = TimerFamily<Endpoint>(.cxoneCallSeconds)
///     latency.record(.putStatus, duration: clock.now - start)
package struct TimerFamily<each Label: MetricLabel>: Sendable {
    private let cache: HandleCache<Metrics.Timer>

    /// - Parameters:
    ///   - name: a histogram in seconds whose labels are the family's, in this order.
    ///   - factory: where the series live; the task-local or global one by default.
    package init(_ name: MetricName, in factory: any MetricsFactory = MetricsSystem.factory) {
        cache = HandleCache(name, kind: .histogram, labelCount: labelCount(of: repeat (each Label).self)) { dimensions in
            Metrics.Timer(label: name.rawValue, dimensions: dimensions, factory: factory)
        }
    }

    /// Counts one duration in the series of these label values. A negative one (a clock that was set back) counts as 0.
    package func record(_ label: repeat each Label, duration: Duration) {
        cache.handle(repeat each label).record(duration: duration)
    }

    /// Counts one duration in the series of these label values. A negative one (a clock that was set back) counts as 0.
    package func record(_ label: repeat each Label, microseconds: Int64) {
        cache.handle(repeat each label).recordMicroseconds(microseconds)
    }
}
