package import Metrics

/// A gauge with one series for each combination of label values.
///
///     let depth = GaugeFamily<Queue>(.reconcilerQueueDepth)
///     depth.set(.ready, to: 17)
package struct GaugeFamily<each Label: MetricLabel>: Sendable {
    private let cache: HandleCache<Meter>

    /// - Parameters:
    ///   - name: a gauge whose labels are the family's, in this order.
    ///   - factory: where the series live; the task-local or global one by default.
    package init(_ name: MetricName, in factory: any MetricsFactory = MetricsSystem.factory) {
        cache = HandleCache(name, kind: .gauge, labelCount: labelCount(of: repeat (each Label).self)) { dimensions in
            Meter(label: name.rawValue, dimensions: dimensions, factory: factory)
        }
    }

    /// Sets the series of these label values.
    package func set(_ label: repeat each Label, to value: Int) {
        cache.handle(repeat each label).set(value)
    }

    /// Sets the series of these label values.
    package func set(_ label: repeat each Label, to value: Double) {
        cache.handle(repeat each label).set(value)
    }

    /// Adds to the series of these label values; a negative amount takes away.
    package func adjust(_ label: repeat each Label, by amount: Int) {
        let meter = cache.handle(repeat each label)
        if amount >= 0 {
            meter.increment(by: Double(amount))
        } else {
            meter.decrement(by: Double(amount.magnitude))
        }
    }
}
