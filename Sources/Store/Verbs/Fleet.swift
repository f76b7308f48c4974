package import Reconciliation

/// What operators have switched.
package struct Switches: Sendable, Hashable {
    /// All writes to CXone are off.
    package var paused: Bool
    /// Where shadow mode was switched at run time, over what the policy says.
    package var shadows: [ShadowScope: Bool]

    package init(paused: Bool, shadows: [ShadowScope: Bool] = [:]) {
        self.paused = paused
        self.shadows = shadows
    }

    /// Whether a change is in shadow mode: the most specific switch counts, and without any the policy.
    package func isShadow(_ change: Change, policy: Bool) -> Bool {
        let tenant = change.agent.tenant
        if let team = change.team, let isOn = shadows[.team(team, of: tenant)] { return isOn }
        if let isOn = shadows[.source(change.source)] { return isOn }
        return shadows[.tenant(tenant)] ?? policy
    }
}

/// Whose changes are kept from CXone.
package enum ShadowScope: Sendable, Hashable {
    case tenant(TenantName)
    case source(SourceName)
    case team(String, of: TenantName)
}

/// Which of a source's changes count as moved at once with one of them.
package struct StampedeQuestion: Sendable, Hashable {
    package var tenant: TenantName
    package var source: SourceName
    /// When the change in hand is due.
    package var dueAt: Instant
    package var window: Duration
    /// What was accepted so long before it was due was planned.
    package var notice: Duration

    package init(tenant: TenantName, source: SourceName, dueAt: Instant, window: Duration, notice: Duration) {
        self.tenant = tenant
        self.source = source
        self.dueAt = dueAt
        self.window = window
        self.notice = notice
    }
}
