import Metrics
import Telemetry

/// What the store tells about its commits.
struct StoreMetrics: Sendable {
    enum CommitResult: String, MetricLabel {
        case ok, failed
    }

    private let commits: CounterFamily<CommitResult>
    private let latency: Metrics.Timer
    private let batch: Recorder

    init(in factory: any MetricsFactory) {
        commits = CounterFamily(.storeCommits, in: factory)
        latency = MetricName.storeCommitSeconds.timer(in: factory)
        batch = MetricName.storeBatchWrites.histogram(in: factory)
        commits.touch(.failed)
    }

    /// - Parameter took: from BEGIN to the return of COMMIT.
    func committed(_ result: CommitResult, verbs: Int, took: Duration) {
        commits.increment(result)
        batch.record(verbs)
        latency.record(duration: took)
    }
}
