import Metrics
import Synchronization

/// One histogram: buckets, sum and count under one short lock, so that a scrape sees the three agree.
final class HistogramSeries: RecorderHandler, TimerHandler {
    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    /// Upper bounds of the buckets, inclusive, ascending, without +Inf.
    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        self.state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    var snapshot: HistogramSnapshot {
        let state = state.withLock { $0 }
        return HistogramSnapshot(bounds: bounds, counts: state.counts, sum: state.sum)
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    /// NaN belongs in no bucket and would spoil the sum for good: it is ignored.
    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    /// Durations are exposed in seconds. A negative one (a clock that was set back) counts as 0.
    ///
    /// The division is exact at the bounds: both sides are the double nearest to the same decimal fraction.
    func recordNanoseconds(_ duration: Int64) {
        record(Double(max(duration, 0)) / 1_000_000_000)
    }
}
