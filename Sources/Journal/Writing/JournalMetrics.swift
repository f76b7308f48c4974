import Metrics
import Telemetry

/// The journal's metrics.
struct JournalMetrics: Sendable {
    /// A record's type, or `other` for a content that does not say one.
    private enum TypeLabel: MetricLabel {
        case known(JournalRecordType)
        case other

        var label: String {
            switch self {
            case .known(let type): type.rawValue
            case .other: "other"
            }
        }
    }

    private struct FailureLabel: MetricLabel {
        let label: String
    }

    private let records: CounterFamily<TypeLabel>
    private let failures: CounterFamily<FailureLabel>
    private let lagRecords: Meter
    private let lagSeconds: Meter
    private let syncSeconds: Metrics.Timer
    private let batchRecords: Recorder

    init(factory: any MetricsFactory) {
        records = CounterFamily(.journalRecords, in: factory)
        failures = CounterFamily(.journalFailures, in: factory)
        lagRecords = MetricName.journalLagRecords.gauge(in: factory)
        lagSeconds = MetricName.journalLagSeconds.gauge(in: factory)
        syncSeconds = MetricName.journalSyncSeconds.timer(in: factory)
        batchRecords = MetricName.journalBatchRecords.histogram(in: factory)
    }

    func appended(_ contents: [[UInt8]], syncDuration: Duration) {
        var counts: [JournalRecordType?: Int] = [:]
        for content in contents { counts[LineOpening(content: content).type, default: 0] += 1 }
        for (type, count) in counts { records.increment(type.map(TypeLabel.known) ?? .other, by: count) }
        syncSeconds.record(duration: syncDuration)
        batchRecords.record(contents.count)
    }

    /// - Parameter label: `JournalFault.label`, or `feed`.
    func failed(_ label: String) {
        failures.increment(FailureLabel(label: label))
    }

    func lag(rows: Int, microseconds: Int64) {
        lagRecords.set(rows)
        lagSeconds.set(Double(max(0, microseconds)) / 1_000_000)
    }
}
