import Metrics
import Synchronization

/// One gauge: the bits of a Double in an atomic.
///
/// It serves swift-metrics' `Meter` and its older `Gauge`, which is a recorder that does not aggregate.
final class GaugeSeries: MeterHandler, RecorderHandler {
    private let bits = Atomic<UInt64>(0)

    var value: Double {
        Double(bitPattern: bits.load(ordering: .relaxed))
    }

    func set(_ value: Int64) {
        set(Double(value))
    }

    func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        bits.add(amount)
    }

    func decrement(by amount: Double) {
        bits.add(-amount)
    }

    func record(_ value: Int64) {
        set(Double(value))
    }

    func record(_ value: Double) {
        set(value)
    }
}
