package import Notation
package import Reconciliation

/// Everything that the dialect `acd` needs to know of one tenant.
///
/// What no document says is a switch with a careful default: what a change of state is answered with, whether one queues
/// during a contact, how fresh the states are that one read brings.
package struct ACDConfiguration: Sendable {
    /// How an access key draws a token.
    package enum TokenForm: String, Sendable, CaseIterable {
        /// Grant `password` with the key as user name and password, the client shown by HTTP Basic.
        case password
        /// The older one: `{accessKeyId, accessKeySecret}` as JSON.
        case accessKey = "access-key"
    }

    /// How live states are read.
    package enum StateReads: String, Sendable, CaseIterable {
        /// One read of the whole business unit serves all who wait for one.
        case bulk
        /// One read for each agent.
        case single
    }

    /// Where an agent's shift is taken from if the WFM that sends changes publishes none.
    package enum Schedules: String, Sendable, CaseIterable {
        case off
        /// From CXone's own WFM, `ACDScheduleExport`.
        case export
    }

    /// Where tenants' interfaces are found.
    package static let standardDiscoveryURL = BaseURL(host: "cxone.niceincontact.com")
    package static let standardVersion = "30.0"
    /// NICE's help, “Export Agent Schedules API”.
    package static let standardSchedulesPath = "/schedules/export"

    package var tenant: TenantName
    package var accessKeyID: String
    package var accessKeySecret: Secret
    /// The client of the grant `password`.
    package var clientID: String?
    package var clientSecret: Secret?
    package var tokenForm: TokenForm = .password
    /// Which tenant discovery is asked about.
    package var discoveryTenantID: String?
    package var discoveryURL: BaseURL = ACDConfiguration.standardDiscoveryURL
    /// The base of the interface; nil: discovered.
    package var apiURL: BaseURL?
    /// The base of the token endpoint, or all of its address; nil: discovered.
    package var authURL: BaseURL?
    /// Why an address that discovery names may not be spoken to; nil where it may.
    package var refusal: @Sendable (BaseURL) -> String? = { $0.scheme == .https ? nil : "\($0) has no TLS" }
    /// What stands between the base and the version.
    package var pathPrefix: String = "/incontactapi/services"
    package var version: String = ACDConfiguration.standardVersion
    package var states: ACDStateTable = .standard
    package var codes = ACDCodeNames()
    /// Whether Offline may end an agent's session. It never does so on a contact.
    package var logoutForOffline = false
    package var stateReads: StateReads = .bulk
    /// How much older than its request a bulk read may be.
    package var staleness: Duration = .seconds(1)
    /// How far apart bulk reads leave at least.
    package var bulkInterval: Duration = .seconds(1)
    /// After this long all states are read again, not only those that changed.
    package var fullReadEvery: Duration = .minutes(10)
    /// Answers to a change of state that mean yes; nil: any 2xx.
    package var successCodes: Set<Int>?
    /// Whether a change during a contact is kept until its end.
    package var queuesStates: Tristate = .unknown
    /// How long a team's codes are remembered.
    package var codesMemory: Duration = .minutes(15)
    package var schedules: Schedules = .off
    /// The base of the schedules' interface; nil: that of all calls.
    package var schedulesURL: BaseURL?
    /// What stands behind that base.
    package var schedulesPath: String = ACDConfiguration.standardSchedulesPath
    /// How long a schedule is remembered.
    package var schedulesMemory: Duration = .minutes(5)
    /// How long discovered addresses are used before they are asked for again.
    package var discoveryMemory: Duration = .hours(6)
    /// A code that ends sooner gets a warning from `check`: CXone logs the agent out when it does.
    package var shortestTimeout: Duration = .minutes(60)
    /// The span of one call: token where one must be fetched, connection, request and whole answer. Real time.
    package var callDeadline: Duration = .seconds(10)
    /// The largest answer that is read, in bytes: the states of a large business unit come in one.
    package var responseLimit: Int = 32 << 20
    /// How long reads go on trying by default.
    package var readPatience: Duration = .seconds(5)
    /// Records of a page of the history.
    package var pageSize: Int = 100
    /// More pages than this are an error, not an end.
    package var pageLimit: Int = 10_000
    package var userAgent: String = "wfm-bridge"
    /// The rate of calls to begin with, and the highest one.
    package var rate = RateSettings()

    package init(tenant: TenantName = .standard, accessKeyID: String, accessKeySecret: Secret) {
        self.tenant = tenant
        self.accessKeyID = accessKeyID
        self.accessKeySecret = accessKeySecret
    }
}
