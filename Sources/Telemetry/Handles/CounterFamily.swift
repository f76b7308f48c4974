package import Metrics

/// A counter with one series for each combination of label values.
///
///     let calls = CounterFamily<Endpoint, CallResult>(.cxoneCalls)
///     calls.increment(.putStatus, .ok)
package struct CounterFamily<each Label: MetricLabel>: Sendable {
    private let cache: HandleCache<Counter>

    /// - Parameters:
    ///   - name: a counter whose labels are the family's, in this order.
    ///   - factory: where the series live; the task-local or global one by default.
    package init(_ name: MetricName, in factory: any MetricsFactory = MetricsSystem.factory) {
        cache = HandleCache(name, kind: .counter, labelCount: labelCount(of: repeat (each Label).self)) { dimensions in
            Counter(label: name.rawValue, dimensions: dimensions, factory: factory)
        }
    }

    /// Adds to the series of these label values.
    package func increment(_ label: repeat each Label, by amount: Int = 1) {
        cache.handle(repeat each label).increment(by: amount)
    }

    /// Makes the series exist with 0, so that its first increment can be seen as one.
    package func touch(_ label: repeat each Label) {
        cache.handle(repeat each label).increment(by: 0)
    }
}
