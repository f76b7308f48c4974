import CoreMetrics
import Metrics
import Reconciliation
import Store
import Telemetry

/// Turns events into drafts for the store: who wants them, under which names.
struct EventPost: Sendable {
    struct Subscription: Sendable {
        var endpoint: EndpointName
        var types: Set<EventType>
    }

    let subscriptions: [Subscription]
    let mint: IDMinter
    let events: CounterFamily<EventType>

    init(subscriptions: [Subscription], mint: IDMinter, metrics: any MetricsFactory) {
        self.subscriptions = subscriptions.sorted { $0.endpoint < $1.endpoint }
        self.mint = mint
        events = CounterFamily(.events, in: metrics)
    }

    /// The draft of an event; nil if nobody wants it: then it is not stored and takes no sequence.
    func draft(_ event: AgentEvent) -> EventDraft? {
        let routes = subscriptions.filter { $0.types.contains(event.type) }
            .map { EventDraft.Route(id: mint.delivery(), endpoint: $0.endpoint) }
        guard !routes.isEmpty else { return nil }
        events.increment(event.type)
        let id = mint.event()
        return EventDraft(id: id, type: event.type.rawValue, deliveries: routes) { sequence in
            event.body(id: id, sequence: sequence)
        }
    }
}

extension EventType: MetricLabel {}
