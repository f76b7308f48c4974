import Metrics
import TestSupport
import Testing

@testable import Telemetry

/// What Prometheus' own checker says of the text. It has to be installed (Debian: package prometheus).
@Suite("promtool check metrics")
struct PromtoolTests {
    @Test("every metric of the bridge, with every label filled, is clean")
    func everyName() throws {
        let registry = MetricsRegistry()
        for name in MetricName.allCases {
            let definition = name.definition
            for value in ["one", "two"] {
                let dimensions = definition.labels.map { ($0.rawValue, value) }
                switch definition.kind {
                case .counter: registry.makeCounter(label: name.rawValue, dimensions: dimensions).increment(by: 1)
                case .gauge: registry.makeMeter(label: name.rawValue, dimensions: dimensions).set(1.5)
                case .histogram:
                    registry.makeRecorder(label: name.rawValue, dimensions: dimensions, aggregate: true).record(0.25)
                }
            }
        }
        let text = registry.prometheusText()
        #expect(MetricName.allCases.allSatisfy { text.contains("# TYPE \($0.rawValue) ") })
        try expectClean(text)
    }

    @Test("label values of any kind are read back without complaint")
    func hostileValues() throws {
        let registry = MetricsRegistry()
        let values = [
            "", "\\", "\"", "\n", "\r\n", "\\n", "a\\\"b\n", "}", "{a=\"b\"} 1", "# HELP x", "\u{0}\u{1B}[31m", "größe 🎧", "\u{7F}",
        ]
        for value in values {
            registry.makeCounter(label: "hostile", dimensions: [("value", value)]).increment(by: 1)
        }
        let text = registry.prometheusText()
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("hostile_total{") }.count == values.count)
        try expectClean(text)
    }

    @Test("what libraries name their own way is clean too")
    func libraries() throws {
        let registry = MetricsRegistry()
        registry.makeCounter(label: "hb.requests", dimensions: [("hb.uri", "/a"), ("hb.method", "GET")]).increment(by: 1)
        registry.makeTimer(label: "http.server.request.duration", dimensions: [("le", "1")]).recordNanoseconds(5)
        registry.makeMeter(label: "pool-connections", dimensions: []).set(Double.nan)
        registry.makeMeter(label: "pool-connections", dimensions: [("a", "b")]).set(-Double.infinity)
        try expectClean(registry.prometheusText())
    }

    @Test("an empty registry and build information are clean")
    func buildInfo() throws {
        let registry = MetricsRegistry()
        try expectClean(registry.prometheusText())
        BuildInfo.publish(version: "1.2.3-rc.1+\"x\"", startedAt: 1_795_186_800_123_456, in: registry)
        let text = registry.prometheusText()
        #expect(text.contains("wfm_bridge_build_info{version=\"1.2.3-rc.1+\\\"x\\\"\"} 1\n"))
        #expect(text.contains("wfm_bridge_start_time_seconds 1795186800.123456\n"))
        try expectClean(text)
    }

    @Test(
        "the checker does find faults",
        arguments: [
            "# HELP calls Calls.\n# TYPE calls counter\ncalls 1\n",
            "calls_total 1\n",
            "# HELP a_total A.\n# TYPE a_total counter\na_total{x=\"y\"\n",
            "# HELP a_total A.\n# TYPE a_total counter\na_total{x=\"\"\"} 1\n",
        ]
    )
    func negativeControl(text: String) throws {
        let verdict = try Promtool.check(text)
        #expect(verdict.status != 0)
        #expect(!verdict.output.isEmpty)
    }

    private func expectClean(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let verdict = try Promtool.check(text)
        #expect(verdict == Promtool.Verdict(status: 0, output: ""), sourceLocation: sourceLocation)
    }
}
