import Metrics
import Testing

@testable import Telemetry

@Suite("Counter series")
struct CounterSeriesTests {
    @Test("a counter adds whole numbers and fractions")
    func adds() {
        let counter = CounterSeries()
        counter.increment(by: Int64(2))
        counter.increment(by: 0.25)
        counter.increment(by: 0.25)
        #expect(counter.value == 2.5)
    }

    @Test("a counter never falls and never becomes undefined")
    func monotonic() {
        let counter = CounterSeries()
        counter.increment(by: Int64(5))
        counter.increment(by: Int64(-3))
        counter.increment(by: -0.5)
        counter.increment(by: Double.nan)
        counter.increment(by: Double.infinity)
        #expect(counter.value == 5)
        counter.reset()
        #expect(counter.value == 0)
    }

    @Test("increments from many tasks are all counted")
    func concurrency() async {
        let counter = CounterSeries()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<5_000 {
                        counter.increment(by: Int64(1))
                        counter.increment(by: 0.5)
                    }
                }
            }
        }
        #expect(counter.value == 60_000)
    }
}

@Suite("Gauge series")
struct GaugeSeriesTests {
    @Test("adjustments from many tasks cancel out exactly")
    func concurrency() async {
        let gauge = GaugeSeries()
        gauge.set(Int64(10))
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<5_000 {
                        if task.isMultiple(of: 2) {
                            gauge.increment(by: 1)
                        } else {
                            gauge.decrement(by: 1)
                        }
                    }
                }
            }
        }
        #expect(gauge.value == 10)
    }
}

@Suite("Histogram series")
struct HistogramSeriesTests {
    @Test("a value on a bound belongs to that bucket, the next double above to the next", arguments: MetricBuckets.latency.indices)
    func edges(index: Int) {
        let histogram = HistogramSeries(bounds: MetricBuckets.latency)
        let bound = MetricBuckets.latency[index]
        histogram.record(bound)
        #expect(histogram.snapshot.counts[index] == 1)
        histogram.record(bound.nextUp)
        #expect(histogram.snapshot.counts[index + 1] == 1)
    }

    @Test("nanoseconds on a bound belong to that bucket, one more to the next", arguments: MetricBuckets.latency.indices)
    func nanosecondEdges(index: Int) {
        let histogram = HistogramSeries(bounds: MetricBuckets.latency)
        let nanoseconds = Int64((MetricBuckets.latency[index] * 1_000_000_000).rounded())
        histogram.recordNanoseconds(nanoseconds)
        #expect(histogram.snapshot.counts[index] == 1)
        histogram.recordNanoseconds(nanoseconds + 1)
        #expect(histogram.snapshot.counts[index + 1] == 1)
    }

    @Test("what is above the last bound is in +Inf's bucket alone")
    func above() {
        let histogram = HistogramSeries(bounds: [1, 2])
        histogram.record(3.0)
        histogram.record(Double.infinity)
        histogram.record(Int64.max)
        #expect(histogram.snapshot.counts == [0, 0, 3])
        #expect(histogram.snapshot.cumulative == [0, 0, 3])
    }

    @Test("a negative duration counts as 0 and an undefined value not at all")
    func odd() {
        let histogram = HistogramSeries(bounds: [1])
        histogram.recordNanoseconds(-1)
        histogram.record(Double.nan)
        #expect(histogram.snapshot == HistogramSnapshot(bounds: [1], counts: [1, 0], sum: 0))
    }

    @Test("buckets are cumulative and end at the count")
    func cumulative() {
        let histogram = HistogramSeries(bounds: [1, 2, 3])
        for value in [0.5, 1, 1.5, 2.5, 9] {
            histogram.record(value)
        }
        #expect(histogram.snapshot.cumulative == [2, 3, 4, 5])
        #expect(histogram.snapshot.count == 5)
        #expect(histogram.snapshot.sum == 14.5)
    }

    @Test("values recorded from many tasks are all there")
    func concurrency() async {
        let histogram = HistogramSeries(bounds: [1, 2])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for value in 0..<3_000 {
                        histogram.record(Int64(value % 3))
                    }
                }
            }
        }
        #expect(histogram.snapshot == HistogramSnapshot(bounds: [1, 2], counts: [16_000, 8_000, 0], sum: 24_000))
    }
}
