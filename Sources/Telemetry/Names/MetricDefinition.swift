/// What Prometheus is told about one metric name.
package struct MetricDefinition: Sendable, Equatable {
    /// The kinds of metric that exist here.
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    package let kind: Kind
    /// One sentence for the `# HELP` line, with the unit where the name does not say it.
    package let help: String
    /// The label names, in the order in which handles take the values.
    package let labels: [MetricLabelName]
    /// The upper bounds of a histogram's buckets, inclusive, ascending, without +Inf; empty for the other kinds.
    package let buckets: [Double]

    static func counter(_ help: String, _ labels: MetricLabelName...) -> Self {
        Self(kind: .counter, help: help, labels: labels, buckets: [])
    }

    static func gauge(_ help: String, _ labels: MetricLabelName...) -> Self {
        Self(kind: .gauge, help: help, labels: labels, buckets: [])
    }

    static func histogram(_ help: String, _ labels: MetricLabelName..., buckets: [Double]) -> Self {
        Self(kind: .histogram, help: help, labels: labels, buckets: buckets)
    }
}

/// The bucket bounds in use.
///
/// Shared, so that histograms that are looked at together can be laid over each other.
package enum MetricBuckets {
    /// Seconds of work on this machine or of one call, from half a millisecond to a minute.
    package static let latency: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    /// Seconds that a change or an event can take with waits and retries: to four hours, the longest default grace.
    package static let endToEnd: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400]
    /// How many things went together: writers of a commit, records of a sync.
    package static let batch: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024]
    /// How many calls one change took: two or three where all goes well.
    package static let calls: [Double] = [0, 1, 2, 3, 4, 5, 8, 13, 21]
}
