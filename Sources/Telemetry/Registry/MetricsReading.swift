/// Reading metrics back, for tests and for reports.
extension MetricsRegistry {
    /// The value of a counter or gauge; nil where no such series was registered.
    ///
    /// - Parameters:
    ///   - name: the metric.
    ///   - label: its label values, in the order of the definition.
    package func value<each Label: MetricLabel>(_ name: MetricName, _ label: repeat each Label) -> Double? {
        switch series(name, labels: Self.dimensions(name, repeat each label)) {
        case .counter(let counter): counter.value
        case .gauge(let gauge): gauge.value
        case .histogram, nil: nil
        }
    }

    /// What a histogram holds; nil where no such series was registered.
    ///
    /// - Parameters:
    ///   - name: the metric.
    ///   - label: its label values, in the order of the definition.
    package func histogram<each Label: MetricLabel>(_ name: MetricName, _ label: repeat each Label) -> HistogramSnapshot? {
        switch series(name, labels: Self.dimensions(name, repeat each label)) {
        case .histogram(let histogram): histogram.snapshot
        case .counter, .gauge, nil: nil
        }
    }

    private static func dimensions<each Label: MetricLabel>(
        _ name: MetricName,
        _ label: repeat each Label
    ) -> [(String, String)] {
        var values: [String] = []
        for value in repeat each label {
            values.append(value.label)
        }
        return Array(zip(name.definition.labels.map(\.rawValue), values))
    }
}
