package import Metrics
import Synchronization

/// The metrics of the process, in memory: a backend of swift-metrics that prints the Prometheus text format.
///
/// The same name and labels always give the same series, whoever asks. What can grow by mistake is bounded: the series of a
/// name (further label values share one series whose values are `overflow`) and the names themselves.
package final class MetricsRegistry: MetricsFactory {
    /// Why a metric was not registered.
    enum Refusal: String, MetricLabel, CaseIterable {
        /// The name is known with another kind.
        case otherKind = "other_kind"
        /// There are too many names.
        case tooManyNames = "too_many_names"
    }

    private let seriesLimit: Int
    private let nameLimit: Int
    private let families = Mutex<[String: MetricFamily]>([:])
    private let refreshes = Mutex<[@Sendable () -> Void]>([])

    /// - Parameters:
    ///   - seriesLimit: the most series of one name.
    ///   - nameLimit: the most names.
    package init(seriesLimit: Int = 1_000, nameLimit: Int = 1_000) {
        self.seriesLimit = seriesLimit
        self.nameLimit = nameLimit
        for refusal in Refusal.allCases {
            count(refusal, by: 0)
        }
    }

    /// Has something called before each scrape, to bring gauges up to date that change by the passing of time alone.
    package func beforeScrape(_ refresh: @escaping @Sendable () -> Void) {
        refreshes.withLock { $0.append(refresh) }
    }

    /// All metrics in the text format of Prometheus, version 0.0.4.
    package func prometheusText() -> String {
        for refresh in refreshes.withLock({ $0 }) {
            refresh()
        }
        return PrometheusText.render(families.withLock { $0 })
    }

    /// The series as it stands, for those who read metrics: nil where there is none.
    func series(_ name: MetricName, labels: [(String, String)]) -> MetricFamily.Series? {
        families.withLock { $0[name.rawValue]?.series[LabelSet(labels)] }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            histogram(ExposedName.metric(label), library: label, dimensions)
        } else {
            gauge(label, dimensions)
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(ExposedName.metric(label, suffix: "_seconds"), library: label, dimensions)
    }

    // A series outlives its handles: another handle may share it, and a counter that vanishes is read as a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        let name = ExposedName.metric(label, suffix: "_total")
        guard case .counter(let series) = series(name, or: .counter("Counter \(label) of a library."), dimensions) else {
            return CounterSeries()
        }
        return series
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        let name = ExposedName.metric(label)
        guard case .gauge(let series) = series(name, or: .gauge("Gauge \(label) of a library."), dimensions) else {
            return GaugeSeries()
        }
        return series
    }

    private func histogram(_ name: String, library label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        let fallback = MetricDefinition.histogram("Histogram \(label) of a library.", buckets: MetricBuckets.latency)
        guard case .histogram(let series) = series(name, or: fallback, dimensions) else {
            return HistogramSeries(bounds: fallback.buckets)
        }
        return series
    }

    /// The registered series, or a loose one of the kind asked for where the name cannot be registered: the code that asked
    /// goes on either way.
    ///
    /// - Parameter fallback: what to say of a name that is not one of ours, and the kind that is asked for.
    private func series(_ name: String, or fallback: MetricDefinition, _ dimensions: [(String, String)]) -> MetricFamily.Series {
        let labels = LabelSet(dimensions)
        let refusal: Refusal
        switch register(name, or: fallback, labels) {
        case .success(let series): return series
        case .failure(let reason): refusal = reason
        }
        count(refusal, by: 1)
        return MetricFamily.make(fallback)
    }

    private func register(
        _ name: String,
        or fallback: MetricDefinition,
        _ labels: LabelSet
    ) -> Result<MetricFamily.Series, Refusal> {
        families.withLock { families in
            guard families[name] != nil || families.count < nameLimit else {
                return .failure(.tooManyNames)
            }
            let definition = families[name]?.definition ?? MetricName(rawValue: name)?.definition ?? fallback
            guard definition.kind == fallback.kind else {
                return .failure(.otherKind)
            }
            return .success(families[name, default: MetricFamily(definition)].series(labels, limit: seriesLimit))
        }
    }

    private func count(_ refusal: Refusal, by amount: Int64) {
        let name = MetricName.metricsRefused
        families.withLock { families in
            let labels = LabelSet([(MetricLabelName.reason.rawValue, refusal.label)])
            let series = families[name.rawValue, default: MetricFamily(name.definition)].series(labels, limit: .max)
            if case .counter(let counter) = series {
                counter.increment(by: amount)
            }
        }
    }
}

extension MetricsRegistry.Refusal: Error {}
