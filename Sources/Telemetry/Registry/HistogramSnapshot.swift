/// What a histogram held at one moment.
package struct HistogramSnapshot: Sendable, Equatable {
    /// Upper bounds of the buckets, inclusive, ascending, without +Inf.
    package let bounds: [Double]
    /// Values in each bucket alone; the last one is +Inf's.
    package let counts: [UInt64]
    package let sum: Double

    package var count: UInt64 {
        counts.reduce(0, +)
    }

    /// Values at or below each bound, as Prometheus wants them; the last one is `count`.
    package var cumulative: [UInt64] {
        var total: UInt64 = 0
        return counts.map { count in
            total += count
            return total
        }
    }
}
