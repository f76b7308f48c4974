/// All series of one name.
struct MetricFamily: Sendable {
    enum Series: Sendable {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries)
    }

    let definition: MetricDefinition
    private(set) var series: [LabelSet: Series] = [:]

    init(_ definition: MetricDefinition) {
        self.definition = definition
    }

    /// The series with these labels; a new one where there is none, the overflow series where there is no room for one.
    ///
    /// - Parameter limit: the most series a name may have, the overflow series not counted.
    mutating func series(_ labels: LabelSet, limit: Int) -> Series {
        if let known = series[labels] {
            return known
        }
        let labels = series.count < limit || labels.labels.isEmpty ? labels : labels.overflow
        if let overflow = series[labels] {
            return overflow
        }
        let made = Self.make(definition)
        series[labels] = made
        return made
    }

    /// A series that no registry knows.
    static func make(_ definition: MetricDefinition) -> Series {
        switch definition.kind {
        case .counter: .counter(CounterSeries())
        case .gauge: .gauge(GaugeSeries())
        case .histogram: .histogram(HistogramSeries(bounds: definition.buckets))
        }
    }
}
