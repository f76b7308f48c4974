package import CXone
package import Journal
package import Logging
package import Notation
package import Reconciliation
package import Telemetry

/// Everything a bridge is made of, as values: read from the configuration, or put together by a test.
package struct BridgeSetup: Sendable {
    package struct Address: Sendable, Hashable {
        package var host: String
        /// 0 for any free port.
        package var port: Int

        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    package struct TenantSetup: Sendable {
        package var cxone: CXoneConfiguration
        package var policies: PolicyBook
        /// How many agents there are, where that is configured.
        package var agents: Int?

        package init(_ cxone: CXoneConfiguration, policies: PolicyBook = PolicyBook(), agents: Int? = nil) {
            self.cxone = cxone
            self.agents = agents
            self.policies = policies
        }
    }

    /// Where the store lies; its folder exists.
    package var storePath: String
    /// The journal's directory; its parent exists.
    package var journalPath: String
    package var tenants: [TenantName: TenantSetup]
    package var sources: [Source]
    package var endpoints: [Endpoint]
    /// Nil: no listeners, for a command that works on the store alone.
    package var intake: Address?
    package var operators: Address?
    package var authenticate: @Sendable (String) -> Operator?
    package var limits = EdgeLimits()
    /// Runs of agents at once.
    package var runs = 64
    /// Between two sweeps of all agents for what others did to them.
    package var sweepEvery: Duration = .minutes(5)
    /// Deliveries at once at one endpoint.
    package var deliveries = 64
    /// For one attempt to deliver: connection, request and whole answer; real time.
    package var deliveryDeadline: Duration = .seconds(15)
    /// How long a change made by hand may take.
    package var manualPatience: Duration = .seconds(20)
    package var stop = StopTimes()
    package var acceptJournalDamage = false
    /// What the journal's file is written with.
    package var journalDisk = JournalDisk.system
    package var clock: WallClock
    package var registry: MetricsRegistry
    package var logger: Logger
    package var version: String

    package init(
        storePath: String,
        journalPath: String,
        tenants: [TenantName: TenantSetup],
        sources: [Source],
        endpoints: [Endpoint],
        intake: Address?,
        operators: Address?,
        authenticate: @escaping @Sendable (String) -> Operator?,
        clock: WallClock,
        registry: MetricsRegistry,
        logger: Logger,
        version: String
    ) {
        self.storePath = storePath
        self.journalPath = journalPath
        self.tenants = tenants
        self.sources = sources
        self.endpoints = endpoints
        self.intake = intake
        self.operators = operators
        self.authenticate = authenticate
        self.clock = clock
        self.registry = registry
        self.logger = logger
        self.version = version
    }
}
