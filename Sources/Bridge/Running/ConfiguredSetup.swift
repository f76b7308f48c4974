import CXone
package import Logging
package import Notation
import Reconciliation
package import Telemetry
import WebhookSignature

extension BridgeSetup {
    /// The parts of a bridge as the configuration wants them.
    ///
    /// - Parameters:
    ///   - start: the keys and tokens of the data directory.
    ///   - listens: false for a command that works without listeners.
    ///   - asksCXone: false for a command that works on the store alone: it needs no credentials.
    /// - Throws: `ConfigurationFault`, if CXone's credentials or an address are missing or not usable.
    package init(
        _ configuration: BridgeConfiguration,
        in directory: DataDirectory,
        _ start: FirstStart,
        listens: Bool = true,
        asksCXone: Bool = true,
        clock: WallClock,
        registry: MetricsRegistry,
        logger: Logger,
        version: String
    ) throws {
        var tenants: [TenantName: TenantSetup] = [:]
        for name in configuration.tenants.keys.sorted() {
            let cxone =
                try asksCXone ? CXoneConfiguration(name, of: configuration) : CXoneConfiguration(unaskedFor: name, of: configuration)
            tenants[name] = TenantSetup(
                listens ? cxone : cxone.forOneAgent,
                policies: configuration.policyBook(of: name),
                agents: configuration.tenants[name]?.agents
            )
        }
        let sources = configuration.sources.sorted { $0.key < $1.key }.map { name, source in
            Source(
                name: name,
                tenant: source.tenant,
                keys: start.sources[name] ?? KeyRing(),
                tolerance: Double(source.toleranceSeconds),
                requiresEffectiveAt: source.requireEffectiveAt,
                rank: source.rank,
                team: source.team,
                pauseReasons: configuration.policy(of: source.tenant).pauseReasons
            )
        }
        let endpoints = configuration.endpoints.sorted { $0.key < $1.key }.map { name, endpoint in
            Endpoint(
                name: name,
                url: endpoint.url,
                keys: start.endpoints[name] ?? KeyRing(),
                types: Set(endpoint.types.compactMap { EventType(rawValue: $0) })
            )
        }
        let tokens = start.tokens
        self.init(
            storePath: directory.store,
            journalPath: directory.journal,
            tenants: tenants,
            sources: sources,
            endpoints: endpoints,
            intake: listens ? Address(configuration.intake) : nil,
            operators: listens ? Address(configuration.operators) : nil,
            authenticate: { tokens.authenticate($0) },
            clock: clock,
            registry: registry,
            logger: logger,
            version: version
        )
    }
}

extension BridgeSetup.Address {
    fileprivate init(_ settings: ListenerSettings) {
        self.init(host: settings.host, port: settings.port)
    }
}
