package import Metrics

/// A histogram of plain numbers with one series for each combination of label values.
package struct HistogramFamily<each Label: MetricLabel>: Sendable {
    private let cache: HandleCache<Recorder>

    /// - Parameters:
    ///   - name: a histogram whose labels are the family's, in this order.
    ///   - factory: where the series live; the task-local or global one by default.
    package init(_ name: MetricName, in factory: any MetricsFactory = MetricsSystem.factory) {
        cache = HandleCache(name, kind: .histogram, labelCount: labelCount(of: repeat (each Label).self)) { dimensions in
            Recorder(label: name.rawValue, dimensions: dimensions, aggregate: true, factory: factory)
        }
    }

    /// Counts one value in the series of these label values.
    package func record(_ label: repeat each Label, value: Int) {
        cache.handle(repeat each label).record(value)
    }
}
