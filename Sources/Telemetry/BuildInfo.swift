package import Metrics

/// The two facts that every dashboard starts with: which program runs, and since when.
package enum BuildInfo {
    /// Publishes `wfm_bridge_build_info` and `wfm_bridge_start_time_seconds`.
    ///
    /// - Parameters:
    ///   - version: the program's version.
    ///   - startedAt: when the process started, in microseconds since 1970-01-01T00:00:00Z.
    ///   - factory: where the metrics live.
    package static func publish(
        version: String,
        startedAt: Int64,
        in factory: any MetricsFactory = MetricsSystem.factory
    ) {
        GaugeFamily<Version>(.buildInfo, in: factory).set(Version(label: version), to: 1)
        MetricName.startTime.gauge(in: factory).set(Double(startedAt) / 1_000_000)
    }

    /// There is one version in a process.
    private struct Version: MetricLabel {
        let label: String
    }
}
