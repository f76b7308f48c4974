import CXone
import Notation
import Reconciliation

extension ACDConfiguration {
    /// What the dialect `acd` needs to know of a configured tenant.
    ///
    /// - Throws: `ConfigurationFault` for a tenant without an access key, `BaseURLFault` for an address that is none.
    init(_ name: TenantName, of configuration: BridgeConfiguration) throws {
        guard let settings = configuration.tenants[name] else { throw UnknownTenant(name: name) }
        let credentials = try configuration.requireACD(name)
        let acd = settings.acd
        self.init(tenant: name, accessKeyID: credentials.accessKeyID, accessKeySecret: credentials.accessKeySecret)
        clientID = settings.clientID
        clientSecret = settings.clientSecret
        switch acd.tokenForm {
        case .password: tokenForm = .password
        case .accessKey: tokenForm = .accessKey
        }
        discoveryTenantID = acd.discoveryTenantID
        if let url = acd.discoveryURL { discoveryURL = try BaseURL(url) }
        apiURL = try acd.apiURL.map { try BaseURL($0) }
        authURL = try acd.authURL.map { try BaseURL($0) }
        let rules = configuration.addresses
        refusal = { address in
            do throws(WebAddressFault) {
                return rules.refusal(of: try WebAddress(address.description))
            } catch {
                return error.description
            }
        }
        if let prefix = acd.pathPrefix { pathPrefix = prefix }
        if let version = acd.version { self.version = version }
        states = states.overridden(by: settings.states.entries(in: states.table))
        codes = ACDCodeNames(acd, pauseReasons: settings.pauseReasons)
        logoutForOffline = acd.logoutForOffline
        switch acd.stateReads {
        case .bulk: stateReads = .bulk
        case .single: stateReads = .single
        }
        switch acd.schedules {
        case .off: schedules = .off
        case .export: schedules = .export
        }
        schedulesURL = try acd.schedulesURL.map { try BaseURL($0) }
        if let path = acd.schedulesPath { schedulesPath = path }
        schedulesMemory = .seconds(settings.userMaxAgeSeconds)
        staleness = .seconds(acd.staleSeconds)
        successCodes = acd.successCodes.isEmpty ? nil : acd.successCodes
        switch acd.queuesStates {
        case .yes: queuesStates = .yes
        case .no: queuesStates = .no
        case .unknown: queuesStates = .unknown
        }
    }
}

extension ACDCodeNames {
    fileprivate init(_ settings: ACDSettings, pauseReasons: [String]) {
        self.init()
        onBreak = settings.codes[Status.onBreak.rawValue] ?? onBreak
        training = settings.codes[Status.training.rawValue] ?? training
        busy = settings.codes[Status.busy.rawValue] ?? busy
        offline = settings.codes[Status.offline.rawValue]
        reasons = settings.reasonCodes
        self.pauseReasons = pauseReasons
    }
}
