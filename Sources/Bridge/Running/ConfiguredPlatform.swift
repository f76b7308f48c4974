package import CXone
import Notation
package import Reconciliation

extension CXoneConfiguration {
    /// What a configured tenant's dialect needs to know of it.
    ///
    /// - Throws: `ConfigurationFault` for a tenant without credentials, `BaseURLFault` for an address that is none.
    package init(_ name: TenantName, of configuration: BridgeConfiguration) throws {
        guard let settings = configuration.tenants[name] else { throw UnknownTenant(name: name) }
        self =
            switch settings.dialect {
            case .platform: .platform(try PlatformConfiguration(name, of: configuration))
            case .acd: .acd(try ACDConfiguration(name, of: configuration))
            }
        rate = RateSettings(initial: Double(settings.rateInitial), maximum: Double(settings.rateMaximum))
    }
}

extension CXoneConfiguration {
    /// The same where CXone is not asked anything: what is missing is left out.
    init(unaskedFor name: TenantName, of configuration: BridgeConfiguration) throws {
        do {
            self = try CXoneConfiguration(name, of: configuration)
        } catch let fault as ConfigurationFault where fault.problems.allSatisfy({ $0.code == .missing }) {
            // A client that would be refused at the first call; none is made.
            let nobody = PlatformConfiguration(
                tenant: name,
                statusURL: PlatformConfiguration.standardStatusURL,
                reportingURL: PlatformConfiguration.standardReportingURL,
                clientID: "",
                clientSecret: Secret("")
            )
            self = .platform(nobody)
        }
    }
}

extension PlatformConfiguration {
    /// What the dialect `platform` needs to know of a configured tenant.
    ///
    /// - Throws: `ConfigurationFault` for a tenant without credentials, `BaseURLFault` for an address that is none.
    package init(_ name: TenantName, of configuration: BridgeConfiguration) throws {
        guard let settings = configuration.tenants[name] else { throw UnknownTenant(name: name) }
        let credentials = try configuration.requireCXone(name)
        self.init(
            tenant: name,
            statusURL: try BaseURL(settings.statusURL),
            reportingURL: try BaseURL(settings.reportingURL),
            clientID: credentials.clientID,
            clientSecret: credentials.clientSecret
        )
        if let token = settings.tokenURL {
            statusTokenURL = try BaseURL(token)
            reportingTokenURL = try BaseURL(token)
        }
        switch settings.credentials {
        case .form: self.credentials = .form
        case .basic: self.credentials = .basic
        }
        if let scope = settings.statusScope { statusScopes = Self.scopes(scope) }
        if let scope = settings.historyScope { reportingScopes = Self.scopes(scope) }
        states = states.overridden(by: settings.states.entries(in: states))
    }

    private static func scopes(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}

/// A command names a tenant that the configuration does not have.
package struct UnknownTenant: Error, CustomStringConvertible {
    package let name: TenantName
    package var description: String { "no tenant \"\(name)\" is configured" }
}

extension [Int: StateOverride] {
    /// The states as a table has them; labels that are not given are those of the dialect's own table.
    func entries(in standard: StateTable) -> [Int: StateTable.State] {
        var entries: [Int: StateTable.State] = [:]
        for (id, override) in self { entries[id] = override.entry(named: standard.states[id]?.label) }
        return entries
    }
}

extension StateOverride {
    fileprivate func entry(named standard: String?) -> StateTable.State {
        let meaning: StateTable.Meaning =
            switch self.meaning {
            case .status(let status): .status(status)
            case .notReady: .notReady
            case .unknown: .unknown
            }
        let fallback: String =
            switch self.meaning {
            case .status(let status): status.rawValue.uppercased()
            case .notReady: "NOT_READY"
            case .unknown: "UNKNOWN"
            }
        return StateTable.State(label: label ?? standard ?? fallback, meaning: meaning)
    }
}
