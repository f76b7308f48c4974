import Testing

@testable import Telemetry

@Suite("Metric names")
struct MetricNameTests {
    @Test("every name has the prefix and is plain snake_case", arguments: MetricName.allCases)
    func spelling(name: MetricName) {
        #expect(name.rawValue.hasPrefix("wfm_bridge_"))
        #expect(name.rawValue.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil)
        #expect(ExposedName.metric(name.rawValue) == name.rawValue)
    }

    @Test("counters, and nothing else, end in _total", arguments: MetricName.allCases)
    func totals(name: MetricName) {
        #expect(name.rawValue.hasSuffix("_total") == (name.definition.kind == .counter))
    }

    @Test("latency buckets stand only under names in seconds", arguments: MetricName.allCases)
    func seconds(name: MetricName) {
        let definition = name.definition
        let isTimed = [MetricBuckets.latency, MetricBuckets.endToEnd].contains(definition.buckets)
        #expect(isTimed == (definition.kind == .histogram && name.rawValue.hasSuffix("_seconds")))
    }

    @Test("every name is explained in one sentence and no two alike")
    func help() {
        let texts = MetricName.allCases.map(\.definition.help)
        #expect(texts.allSatisfy { $0.hasSuffix(".") && $0.count > 20 && !$0.contains("\n") })
        #expect(Set(texts).count == texts.count)
    }

    @Test("buckets ascend, are finite, and belong to histograms only", arguments: MetricName.allCases)
    func buckets(name: MetricName) {
        let definition = name.definition
        #expect(definition.buckets.isEmpty == (definition.kind != .histogram))
        #expect(definition.buckets.allSatisfy { $0.isFinite })
        #expect(zip(definition.buckets, definition.buckets.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("no name has a label twice, and every label name is one that Prometheus takes as it is", arguments: MetricName.allCases)
    func labels(name: MetricName) {
        let labels = name.definition.labels.map(\.rawValue)
        #expect(Set(labels).count == labels.count)
        #expect(labels.allSatisfy { ExposedName.label($0) == $0 })
    }
}
