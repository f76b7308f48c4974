package import Notation
package import Reconciliation

/// What a client shows to the token endpoint of a tenant.
package struct CXoneCredentials: Sendable, Hashable {
    package let clientID: String
    package let clientSecret: Secret
}

/// The access key that tokens of the dialect `acd` are drawn with.
package struct ACDCredentials: Sendable, Hashable {
    package let accessKeyID: String
    package let accessKeySecret: Secret
}

/// Values that only some commands need: asked for by those, and named where they are missing.
extension BridgeConfiguration {
    /// Id and secret of a tenant's API client.
    package func requireCXone(_ tenant: TenantName = .standard) throws(ConfigurationFault) -> CXoneCredentials {
        guard let settings = tenants[tenant] else { throw unknown(tenant) }
        var problems: [ConfigurationProblem] = []
        if settings.clientID == nil { problems.append(missing("clientId", of: tenant)) }
        if settings.clientSecret == nil { problems.append(missing("clientSecret", of: tenant)) }
        guard let id = settings.clientID, let secret = settings.clientSecret else { throw ConfigurationFault(problems) }
        return CXoneCredentials(clientID: id, clientSecret: secret)
    }

    /// Access key, client and tenant of a tenant that is spoken to in the dialect `acd`.
    package func requireACD(_ tenant: TenantName) throws(ConfigurationFault) -> ACDCredentials {
        guard let settings = tenants[tenant] else { throw unknown(tenant) }
        let acd = settings.acd
        let needsClient = acd.tokenForm == .password
        var problems: [ConfigurationProblem] = []
        if acd.accessKeyID == nil { problems.append(missing("accessKeyId", of: tenant)) }
        if acd.accessKeySecret == nil { problems.append(missing("accessKeySecret", of: tenant)) }
        if needsClient, settings.clientID == nil { problems.append(missing("clientId", of: tenant)) }
        if needsClient, settings.clientSecret == nil { problems.append(missing("clientSecret", of: tenant)) }
        if acd.discoveryTenantID == nil, acd.apiURL == nil || acd.authURL == nil {
            let detail =
                "is missing: the tenant's interface cannot be found without it; set it, or both apiUrl and authUrl,"
                + " under \"cxone\", \"\(tenant)\" in \(fileInWords)"
            problems.append(ConfigurationProblem(.missing, "cxone.\(tenant).discoveryTenantId", detail))
        }
        guard problems.isEmpty, let id = acd.accessKeyID, let secret = acd.accessKeySecret else { throw ConfigurationFault(problems) }
        return ACDCredentials(accessKeyID: id, accessKeySecret: secret)
    }

    /// The tenant that a command means: the named one, or the only one, or the default.
    package func tenant(named name: String?) throws(ConfigurationFault) -> TenantName {
        let wanted = name.map { TenantName($0) } ?? (tenants.count == 1 ? tenants.keys.first : nil) ?? .standard
        guard tenants[wanted] != nil else {
            guard name == nil else { throw unknown(wanted) }
            let known = tenants.keys.sorted().map(\.text).joined(separator: ", ")
            throw ConfigurationFault(ConfigurationProblem(.missing, "cxone", "has several tenants (\(known)): name one with --tenant"))
        }
        return wanted
    }

    private func unknown(_ tenant: TenantName) -> ConfigurationFault {
        let known = tenants.keys.sorted().map(\.text)
        let hint = Suggestion.clause(for: tenant.text, among: known)
        let detail = "is no tenant of the configuration; there are \(known.joined(separator: ", "))\(hint)"
        return ConfigurationFault(ConfigurationProblem(.missing, "cxone.\(tenant)", detail))
    }

    /// The user whose history is shown where none is named.
    package func requireHistoryUser() throws(ConfigurationFault) -> String {
        guard let historyUser else {
            let detail =
                "is missing: name the user after the command, or set CXONE_USER_ID in the environment or in .env,"
                + " or \"user\" under \"history\" in \(fileInWords)\(slips(in: ["CXONE_USER_ID"]))"
            throw ConfigurationFault(ConfigurationProblem(.missing, "history.user", detail))
        }
        return historyUser
    }

    private func missing(_ name: String, of tenant: TenantName) -> ConfigurationProblem {
        let path = "cxone.\(tenant).\(name)"
        let place = ConfigurationKey.all.first { $0.path == "cxone.*.\(name)" }.map { KeyPlace($0, named: tenant.text) }
        let variables = place?.variables ?? []
        let variable = variables.last ?? path
        let detail =
            "is missing: set \(variable) in the environment or in .env, or \(variable)\(VariableName.fileSuffix) to the path of a file that holds it,"
            + " or \"\(name)File\" under \"cxone\", \"\(tenant)\" in \(fileInWords); --simulate runs without an account\(slips(in: variables))"
        return ConfigurationProblem(.missing, path, detail)
    }

    private var fileInWords: String { file ?? "a configuration file (--config)" }

    /// Warnings of variables that were perhaps meant to be these.
    private func slips(in variables: [String]) -> String {
        warnings.filter { warning in variables.contains { warning.contains($0 + "?") } }.map { " (\($0))" }.joined()
    }
}
