import Reconciliation
import WebhookSignature

/// What a running bridge takes over from a new reading of its configuration.
struct Adjustables: Sendable {
    let sources: Current<[SourceName: Source]>
    let endpointKeys: [EndpointName: Current<KeyRing>]
    let authenticate: Current<@Sendable (String) -> Operator?>
    let policies: PolicyShelf

    init(_ setup: BridgeSetup, posters: [Poster]) {
        sources = Current(Self.byName(setup.sources))
        endpointKeys = Dictionary(uniqueKeysWithValues: posters.map { ($0.endpoint.name, $0.keys) })
        authenticate = Current(setup.authenticate)
        policies = PolicyShelf(setup.tenants.mapValues(\.policies))
    }

    func adopt(_ setup: BridgeSetup) {
        sources.set(Self.byName(setup.sources))
        for endpoint in setup.endpoints { endpointKeys[endpoint.name]?.set(endpoint.keys) }
        authenticate.set(setup.authenticate)
        policies.replace(setup.tenants.mapValues(\.policies))
    }

    private static func byName(_ sources: [Source]) -> [SourceName: Source] {
        Dictionary(uniqueKeysWithValues: sources.map { ($0.name, $0) })
    }
}
