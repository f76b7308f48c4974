import Metrics
import Testing

@testable import Telemetry

@Suite("Families of handles")
struct HandleFamilyTests {
    enum Call: String, MetricLabel, CaseIterable {
        case token
        case putStatus = "put_status"
    }

    enum Outcome: String, MetricLabel {
        case ok
        case timedOut = "timed_out"
    }

    struct Text: MetricLabel {
        let label: String
    }

    let registry = MetricsRegistry()

    @Test("a counter counts each combination of labels by itself")
    func counters() {
        let calls = CounterFamily<Call, Outcome>(.cxoneCalls, in: registry)
        calls.increment(.putStatus, .ok)
        calls.increment(.putStatus, .ok, by: 2)
        calls.increment(.putStatus, .timedOut)
        #expect(registry.value(.cxoneCalls, Call.putStatus, Outcome.ok) == 3)
        #expect(registry.value(.cxoneCalls, Call.putStatus, Outcome.timedOut) == 1)
        #expect(registry.value(.cxoneCalls, Call.token, Outcome.ok) == nil)
    }

    @Test("label values that run into each other stay apart")
    func keys() {
        let calls = CounterFamily<Text, Text>(.cxoneCalls, in: registry)
        calls.increment(Text(label: "ab"), Text(label: "c"))
        calls.increment(Text(label: "a"), Text(label: "bc"), by: 10)
        calls.increment(Text(label: ""), Text(label: "abc"), by: 100)
        calls.increment(Text(label: "abc"), Text(label: ""), by: 1_000)
        #expect(registry.value(.cxoneCalls, Text(label: "ab"), Text(label: "c")) == 1)
        #expect(registry.value(.cxoneCalls, Text(label: "a"), Text(label: "bc")) == 10)
        #expect(registry.value(.cxoneCalls, Text(label: ""), Text(label: "abc")) == 100)
        #expect(registry.value(.cxoneCalls, Text(label: "abc"), Text(label: "")) == 1_000)
    }

    @Test("a touched series is there with 0")
    func touch() {
        let retries = CounterFamily<Call>(.cxoneRetries, in: registry)
        for call in Call.allCases {
            retries.touch(call)
        }
        #expect(registry.value(.cxoneRetries, Call.token) == 0)
        #expect(registry.prometheusText().contains("wfm_bridge_cxone_retries_total{endpoint=\"put_status\"} 0\n"))
    }

    @Test("a gauge is set and adjusted both ways")
    func gauges() {
        let depth = GaugeFamily<Text>(.reconcilerQueueDepth, in: registry)
        let ready = Text(label: "ready")
        depth.set(ready, to: 7)
        depth.adjust(ready, by: 3)
        depth.adjust(ready, by: -4)
        #expect(registry.value(.reconcilerQueueDepth, ready) == 6)
        depth.set(ready, to: 0.5)
        #expect(registry.value(.reconcilerQueueDepth, ready) == 0.5)
    }

    @Test("a timer takes a Duration or microseconds and exposes seconds")
    func timers() {
        let latency = TimerFamily<Call>(.cxoneCallSeconds, in: registry)
        latency.record(.token, duration: .milliseconds(250))
        latency.record(.token, microseconds: 250_000)
        latency.record(.token, microseconds: -5)
        let snapshot = registry.histogram(.cxoneCallSeconds, Call.token)
        #expect(snapshot?.count == 3)
        #expect(snapshot?.sum == 0.5)
        #expect(snapshot?.counts.first == 1)
    }

    @Test("a histogram of numbers counts them in the buckets of its name")
    func histograms() {
        MetricName.cxoneCallsPerChange.histogram(in: registry).record(2)
        let snapshot = registry.histogram(.cxoneCallsPerChange)
        #expect(snapshot?.bounds == MetricBuckets.calls)
        #expect(snapshot?.counts[2] == 1)
        #expect(snapshot?.sum == 2)
    }

    @Test("handles without labels write to the same series as anybody else's")
    func unlabelled() {
        MetricName.inboundRequestsDuplicate.counter(in: registry).increment(by: 2)
        MetricName.inboundRequestsDuplicate.counter(in: registry).increment()
        MetricName.deliveriesDead.gauge(in: registry).set(4)
        MetricName.storeCommitSeconds.timer(in: registry).recordMilliseconds(3)
        #expect(registry.value(.inboundRequestsDuplicate) == 3)
        #expect(registry.value(.deliveriesDead) == 4)
        #expect(registry.histogram(.storeCommitSeconds)?.sum == 0.003)
    }

    @Test("handles made inside a task-local factory write there and nowhere else")
    func taskLocal() async {
        let other = MetricsRegistry()
        let metrics = await withMetricsFactory(registry) {
            await Task.yield()
            return CounterFamily<Call>(.cxoneRetries)
        }
        withMetricsFactory(other) {
            metrics.increment(.token)
        }
        #expect(registry.value(.cxoneRetries, Call.token) == 1)
        #expect(other.value(.cxoneRetries, Call.token) == nil)
    }

    @Test("a label that is not bounded after all fills neither the cache nor the registry")
    func unbounded() {
        let family = CounterFamily<Text>(.cxoneRetries, in: registry)
        for number in 0..<5_000 {
            family.increment(Text(label: "id-\(number)"))
        }
        let lines = registry.prometheusText().split(separator: "\n").filter { $0.hasPrefix("wfm_bridge_cxone_retries_total{") }
        #expect(lines.count == 1_001)
        #expect(registry.value(.cxoneRetries, Text(label: "id-999")) == 1)
        #expect(registry.value(.cxoneRetries, Text(label: "overflow")) == 4_000)
    }

    @Test("increments through one family from many tasks are all counted")
    func concurrency() async {
        let calls = CounterFamily<Call, Outcome>(.cxoneCalls, in: registry)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<2_000 {
                        calls.increment(task.isMultiple(of: 2) ? .token : .putStatus, .ok)
                    }
                }
            }
        }
        #expect(registry.value(.cxoneCalls, Call.token, Outcome.ok) == 8_000)
        #expect(registry.value(.cxoneCalls, Call.putStatus, Outcome.ok) == 8_000)
    }
}
