import Metrics
import Synchronization
import Testing

@testable import Telemetry

@Suite("The metrics registry")
struct MetricsRegistryTests {
    let registry = MetricsRegistry()

    @Test("the same name and labels give the same series, in whatever order the labels come")
    func identity() {
        let one = registry.makeCounter(label: "calls", dimensions: [("a", "1"), ("b", "2")])
        let other = registry.makeCounter(label: "calls", dimensions: [("b", "2"), ("a", "1")])
        #expect(one === other)
        one.increment(by: 2)
        #expect(registry.prometheusText().contains("calls_total{a=\"1\",b=\"2\"} 2\n"))
    }

    @Test("of a label given twice the last value counts")
    func repeatedLabel() {
        registry.makeCounter(label: "calls", dimensions: [("a", "1"), ("a", "2")]).increment(by: 1)
        #expect(registry.prometheusText().contains("calls_total{a=\"2\"} 1\n"))
    }

    @Test("a name that is known with another kind is refused and counted, and the caller's handle still works")
    func otherKind() {
        MetricName.deliveriesDead.gauge(in: registry).set(3)
        registry.makeCounter(label: "jobs_total", dimensions: []).increment(by: 1)
        registry.makeMeter(label: "jobs_total", dimensions: []).set(Int64(99))
        registry.makeRecorder(label: MetricName.deliveriesDead.rawValue, dimensions: [], aggregate: true).record(Int64(99))
        #expect(registry.value(.deliveriesDead) == 3)
        #expect(registry.value(.metricsRefused, MetricsRegistry.Refusal.otherKind) == 2)
        #expect(registry.prometheusText().contains("jobs_total 1\n"))
        #expect(!registry.prometheusText().contains("99"))
    }

    @Test("names past the limit are refused and counted")
    func tooManyNames() {
        let small = MetricsRegistry(nameLimit: 3)
        for number in 0..<5 {
            small.makeCounter(label: "name\(number)", dimensions: []).increment(by: 1)
        }
        // One of the three is the registry's own.
        #expect(small.value(.metricsRefused, MetricsRegistry.Refusal.tooManyNames) == 3)
        #expect(small.prometheusText().contains("name1_total 1"))
        #expect(!small.prometheusText().contains("name2"))
    }

    @Test("label values past the limit share one series, of every kind")
    func overflow() {
        let small = MetricsRegistry(seriesLimit: 2)
        for number in 0..<6 {
            let dimensions = [("reason", "r\(number)")]
            small.makeCounter(label: "c", dimensions: dimensions).increment(by: 1)
            small.makeTimer(label: "t", dimensions: dimensions).recordNanoseconds(1)
        }
        let text = small.prometheusText()
        #expect(text.contains("c_total{reason=\"overflow\"} 4\n"))
        #expect(text.contains("c_total{reason=\"r1\"} 1\n"))
        #expect(!text.contains("r2"))
        #expect(text.contains("t_seconds_count{reason=\"overflow\"} 4\n"))
    }

    @Test("names and labels of libraries are made into names that Prometheus takes")
    func libraryNames() {
        registry.makeCounter(label: "http.server.requests", dimensions: [("http-method", "GET"), ("le", "x"), ("5xx", "y")])
            .increment(by: 1)
        registry.makeTimer(label: "pool.wait", dimensions: []).recordNanoseconds(1)
        registry.makeMeter(label: "9lives", dimensions: []).set(Int64(9))
        let text = registry.prometheusText()
        #expect(text.contains("http_server_requests_total{_5xx=\"y\",http_method=\"GET\",le_=\"x\"} 1\n"))
        #expect(text.contains("pool_wait_seconds_count 1\n"))
        #expect(text.contains("_9lives 9\n"))
    }

    @Test("an old-style gauge of swift-metrics, a recorder that does not aggregate, holds the last value")
    func gauge() {
        let gauge = Gauge(label: "depth", factory: registry)
        gauge.record(3)
        gauge.record(2.5)
        #expect(registry.prometheusText().contains("# TYPE depth gauge\ndepth 2.5\n"))
    }

    @Test("destroying a handle leaves the series")
    func destroy() {
        let counter = Counter(label: "kept", factory: registry)
        counter.increment()
        counter.destroy()
        #expect(registry.prometheusText().contains("kept_total 1\n"))
    }

    @Test("gauges can be brought up to date before each scrape")
    func refresh() {
        let lag = MetricName.journalLagSeconds.gauge(in: registry)
        let counter = ScrapeCounter()
        registry.beforeScrape { lag.set(counter.next()) }
        #expect(registry.prometheusText().contains("wfm_bridge_journal_lag_seconds 1\n"))
        #expect(registry.prometheusText().contains("wfm_bridge_journal_lag_seconds 2\n"))
    }

    @Test("the same metrics print the same text, whatever the order they were made in")
    func deterministic() {
        let other = MetricsRegistry()
        let names = ["b", "a", "c"]
        for name in names {
            for value in ["2", "1"] {
                registry.makeCounter(label: name, dimensions: [("k", value)]).increment(by: 1)
            }
        }
        for name in names.reversed() {
            for value in ["1", "2"] {
                other.makeCounter(label: name, dimensions: [("k", value)]).increment(by: 1)
            }
        }
        #expect(registry.prometheusText() == other.prometheusText())
        let lines = registry.prometheusText().split(separator: "\n").filter { $0.contains("k=") }
        #expect(lines == lines.sorted())
    }

    @Test("scraping while series are made and counted neither loses nor tears anything")
    func concurrency() async {
        let registry = registry
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for round in 0..<500 {
                        registry.makeCounter(label: "c", dimensions: [("n", "\(round % 50)")]).increment(by: 1)
                        registry.makeTimer(label: "t", dimensions: [("n", "\(task)")]).recordNanoseconds(1_000_000)
                    }
                }
            }
            group.addTask {
                for _ in 0..<50 {
                    #expect(Self.bucketsAgree(in: registry.prometheusText()))
                }
            }
        }
        let text = registry.prometheusText()
        for value in 0..<50 {
            #expect(text.contains("c_total{n=\"\(value)\"} 40\n"))
        }
        for task in 0..<4 {
            #expect(text.contains("t_seconds_count{n=\"\(task)\"} 500\n"))
        }
    }

    /// Whether in every histogram the last bucket is the count: the lines stand two apart, with the sum between.
    static func bucketsAgree(in text: String) -> Bool {
        let lines = text.split(separator: "\n")
        return lines.indices.filter { lines[$0].contains("le=\"+Inf\"") }.allSatisfy { index in
            lines[index].split(separator: " ").last == lines[index + 2].split(separator: " ").last
        }
    }
}

/// Counts how often it was asked.
private final class ScrapeCounter: Sendable {
    private let count = Atomic<Int>(0)

    func next() -> Int {
        count.wrappingAdd(1, ordering: .relaxed).newValue
    }
}
