import Metrics
import Testing

@testable import Telemetry

@Suite("The Prometheus text format")
struct PrometheusTextTests {
    @Test(
        "numbers are written as Prometheus reads them",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.0005, "0.0005"), (2.5, "2.5"), (1e15, "1000000000000000"),
            (9_007_199_254_740_992, "9007199254740992"), (1e300, "1e+300"), (1e-9, "1e-09"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
        ] as [(Double, String)]
    )
    func numbers(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }

    @Test("label values escape backslash, quote and line feed, also where a carriage return goes before it")
    func values() {
        #expect(PrometheusText.escapedValue("a\\b\"c\nd\r\ne") == "a\\\\b\\\"c\\nd\r\\ne")
        #expect(PrometheusText.escapedValue("größe 🎧") == "größe 🎧")
    }

    @Test("help texts escape backslash and line feed, not quotes")
    func help() {
        #expect(PrometheusText.escapedHelp("a\\b\"c\nd") == "a\\\\b\"c\\nd")
    }

    @Test("a histogram has cumulative buckets with le last, then sum and count")
    func histogram() {
        let registry = MetricsRegistry()
        let recorder = registry.makeRecorder(
            label: MetricName.storeBatchWrites.rawValue,
            dimensions: [("zone", "z")],
            aggregate: true
        )
        recorder.record(Int64(3))
        recorder.record(Int64(5_000))
        let lines = registry.prometheusText().split(separator: "\n").filter { $0.contains("store_batch_writes") }
        #expect(
            lines == [
                "# HELP wfm_bridge_store_batch_writes Writes that shared one commit.",
                "# TYPE wfm_bridge_store_batch_writes histogram",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"1\"} 0",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"2\"} 0",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"4\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"8\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"16\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"32\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"64\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"128\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"256\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"512\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"1024\"} 1",
                "wfm_bridge_store_batch_writes_bucket{zone=\"z\",le=\"+Inf\"} 2",
                "wfm_bridge_store_batch_writes_sum{zone=\"z\"} 5003",
                "wfm_bridge_store_batch_writes_count{zone=\"z\"} 2",
            ]
        )
    }
}
