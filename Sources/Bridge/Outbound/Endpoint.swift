package import Reconciliation
package import WebhookSignature

/// A receiver of events.
package struct Endpoint: Sendable {
    package var name: EndpointName
    package var url: String
    package var keys: KeyRing
    package var types: Set<EventType>

    package init(name: EndpointName, url: String, keys: KeyRing, types: Set<EventType>) {
        self.name = name
        self.url = url
        self.keys = keys
        self.types = types
    }
}
