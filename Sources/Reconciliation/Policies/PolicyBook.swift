/// The policies of all tenants, sources and teams: the most specific one that chooses a value decides it.
///
/// A team is more specific than a source, a source than a tenant, a tenant than the default.
package struct PolicyBook: Sendable, Hashable {
    package var standard: Policy
    package var tenants: [TenantName: PolicyEntry]
    package var sources: [SourceName: PolicyEntry]
    package var teams: [TeamID: PolicyEntry]

    package init(
        standard: Policy = Policy(),
        tenants: [TenantName: PolicyEntry] = [:],
        sources: [SourceName: PolicyEntry] = [:],
        teams: [TeamID: PolicyEntry] = [:]
    ) {
        self.standard = standard
        self.tenants = tenants
        self.sources = sources
        self.teams = teams
    }

    /// The policy for a change of one source for an agent of one team; what is not known is left out.
    package func policy(tenant: TenantName, source: SourceName? = nil, team: String? = nil) -> Policy {
        var policy = standard
        tenants[tenant]?.refine(&policy)
        if let source { sources[source]?.refine(&policy) }
        if let team { teams[TeamID(tenant: tenant, name: team)]?.refine(&policy) }
        return policy
    }

    package func policy(for change: Change) -> Policy {
        policy(tenant: change.agent.tenant, source: change.source, team: change.team)
    }
}

/// A team of agents: two tenants may have teams of one name.
package struct TeamID: Sendable, Hashable {
    package let tenant: TenantName
    package let name: String

    package init(tenant: TenantName, name: String) {
        self.tenant = tenant
        self.name = name
    }
}
