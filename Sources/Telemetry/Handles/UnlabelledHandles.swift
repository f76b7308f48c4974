package import Metrics

/// Handles for names without labels.
extension MetricName {
    /// The counter of this name.
    package func counter(in factory: any MetricsFactory = MetricsSystem.factory) -> Counter {
        check(.counter)
        return Counter(label: rawValue, factory: factory)
    }

    /// The gauge of this name.
    package func gauge(in factory: any MetricsFactory = MetricsSystem.factory) -> Meter {
        check(.gauge)
        return Meter(label: rawValue, factory: factory)
    }

    /// The histogram of this name, for plain numbers.
    package func histogram(in factory: any MetricsFactory = MetricsSystem.factory) -> Recorder {
        check(.histogram)
        return Recorder(label: rawValue, aggregate: true, factory: factory)
    }

    /// The histogram of this name, for durations.
    package func timer(in factory: any MetricsFactory = MetricsSystem.factory) -> Metrics.Timer {
        check(.histogram)
        return Metrics.Timer(label: rawValue, factory: factory)
    }

    private func check(_ kind: MetricDefinition.Kind) {
        assert(definition.kind == kind, "\(rawValue) is a \(definition.kind.rawValue), not a \(kind.rawValue)")
        assert(definition.labels.isEmpty, "\(rawValue) has labels: use a family")
    }
}
