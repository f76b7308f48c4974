package import Logging
package import Notation
package import Reconciliation
package import Telemetry

/// What a bridge is told about the place it runs in: plain values, checked as far as they can be without looking outside.
package struct BridgeConfiguration: Sendable, Hashable {
    /// Absolute path of the data directory.
    package var data: String
    package var intake: ListenerSettings
    package var operators: ListenerSettings
    package var tenants: [TenantName: TenantSettings]
    package var sources: [SourceName: SourceSettings]
    package var endpoints: [EndpointName: EndpointSettings]
    package var policies: [String: PolicyEntry]
    /// What sources and teams choose over their tenant's policy.
    package var refinements: Refinements
    package var log: LogSettings
    package var addresses: AddressRules
    /// `WFM_WEBHOOK_SECRET`: kept beside the endpoints because their address may become known later.
    package var eventSecret: Secret?
    /// The user whose history is shown where none is named.
    package var historyUser: String?
    /// The file that was read.
    package var file: String?
    /// What is taken but should be known, for the log at start.
    package var warnings: [String]

    /// The policy for a tenant's agents, with the tenant's pause reasons and roles.
    package func policy(of tenant: TenantName) -> Policy {
        let settings = tenants[tenant]
        var policy = Policy()
        policies[settings?.policy ?? "default"]?.refine(&policy)
        if let settings {
            policy.pauseReasons = settings.pauseReasons
            policy.roles = settings.roles
            policy.userMaxAge = .seconds(settings.userMaxAgeSeconds)
        }
        return policy
    }

    /// The policies of a tenant's agents: for each source and team its own.
    package func policyBook(of tenant: TenantName) -> PolicyBook {
        PolicyBook(standard: policy(of: tenant), sources: refinements.sources, teams: refinements.teams)
    }

    package struct Refinements: Sendable, Hashable {
        package var sources: [SourceName: PolicyEntry] = [:]
        package var teams: [TeamID: PolicyEntry] = [:]

        package init() {}
    }

    /// Sends events to an address that became known after the configuration was read.
    package mutating func sendEvents(to url: String, endpoint: EndpointName = .standard) throws(ConfigurationFault) {
        let path = "endpoints.\(endpoint).url"
        let address: WebAddress
        do {
            address = try WebAddress(url)
        } catch {
            throw ConfigurationFault(ConfigurationProblem(.address, path, error.description))
        }
        if let refusal = addresses.refusal(of: address) {
            throw ConfigurationFault(ConfigurationProblem(.address, path, refusal))
        }
        var settings = endpoints[endpoint] ?? EndpointSettings(url: "", keys: EndpointSettings.standardKeys(of: endpoint), isImplied: true)
        settings.url = address.description
        if endpoint == .standard, settings.secret == nil { settings.secret = eventSecret }
        endpoints[endpoint] = settings
        if endpoint == .standard { warnings.removeAll { $0 == Self.addressMissing } }
    }

    /// A key or types for `wfm`, and no address: nothing is sent.
    static let addressMissing =
        "endpoints.wfm has settings (WFM_WEBHOOK_SECRET or others) and no address: set WFM_WEBHOOK_URL or --webhook-url"
}

/// Where a listener accepts connections.
package struct ListenerSettings: Sendable, Hashable {
    package var host: String
    /// 0: a free one.
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

package struct LogSettings: Sendable, Hashable {
    package var level: Logger.Level
    package var format: LogFormat

    package init(level: Logger.Level = .info, format: LogFormat = .auto) {
        self.level = level
        self.format = format
    }
}

extension SourceName {
    /// The source that a bridge without a configured one listens to.
    package static let standard = SourceName("wfm")
}

extension EndpointName {
    /// The endpoint that `WFM_WEBHOOK_URL` names.
    package static let standard = EndpointName("wfm")
}
