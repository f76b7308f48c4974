import CoreMetrics
import Metrics
import Telemetry

/// Connections of one listener, and what ended them before their time.
struct ConnectionMetrics: Sendable {
    private let listener: ListenerLabel
    private let open: GaugeFamily<ListenerLabel>
    private let faults: CounterFamily<ListenerLabel, ConnectionEnd>

    init(_ listener: ListenerLabel, in factory: any MetricsFactory) {
        self.listener = listener
        open = GaugeFamily(.httpConnections, in: factory)
        faults = CounterFamily(.httpConnectionFaults, in: factory)
    }

    func opened() { open.adjust(listener, by: 1) }
    func closed() { open.adjust(listener, by: -1) }
    func ended(_ refusal: EdgeRefusal) { faults.increment(listener, ConnectionEnd(label: refusal.rawValue)) }
    /// Closed without a whole answer, because one had begun already or the listener stops.
    func cut() { faults.increment(listener, ConnectionEnd(label: "cut")) }
}

/// Why a connection ended: an `EdgeRefusal`, or `cut`.
struct ConnectionEnd: MetricLabel {
    let label: String
}
