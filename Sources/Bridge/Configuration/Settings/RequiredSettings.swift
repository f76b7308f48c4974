package import Notation
package import Reconciliation

/// What a client shows to the token endpoint of a tenant.
package struct CXoneCredentials: Sendable, Hashable {
    package let clientID: String
    package let clientSecret: Secret
}

/// Values that only some commands need: asked for by those, and named where they are missing.
extension BridgeConfiguration {
    /// Id and secret of a tenant's API client.
    package func requireCXone(_ tenant: TenantName = .standard) throws(ConfigurationFault) -> CXoneCredentials {
        guard let settings = tenants[tenant] else {
            let known = tenants.keys.sorted().map(\.text)
            let hint = Suggestion.clause(for: tenant.text, among: known)
            let detail = "is no tenant of the configuration; there are \(known.joined(separator: ", "))\(hint)"
            throw ConfigurationFault(ConfigurationProblem(.missing, "cxone.\(tenant)", detail))
        }
        var problems: [ConfigurationProblem] = []
        if settings.clientID == nil { problems.append(missing("clientId", of: tenant)) }
        if settings.clientSecret == nil { problems.append(missing("clientSecret", of: tenant)) }
        guard let id = settings.clientID, let secret = settings.clientSecret else { throw ConfigurationFault(problems) }
        return CXoneCredentials(clientID: id, clientSecret: secret)
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
