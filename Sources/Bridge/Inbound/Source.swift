package import Reconciliation
package import WebhookSignature

/// A source of status changes, ready to be listened to.
package struct Source: Sendable {
    package var name: SourceName
    package var tenant: TenantName
    package var keys: KeyRing
    /// Seconds that a timestamp may lie from the present, either way.
    package var tolerance: Double
    package var requiresEffectiveAt: Bool
    package var rank: Int
    package var team: String?
    /// The tenant's pause reasons.
    package var pauseReasons: [String]

    package init(
        name: SourceName,
        tenant: TenantName,
        keys: KeyRing,
        tolerance: Double = 300,
        requiresEffectiveAt: Bool = false,
        rank: Int = 0,
        team: String? = nil,
        pauseReasons: [String] = Policy.standardPauseReasons
    ) {
        self.name = name
        self.tenant = tenant
        self.keys = keys
        self.tolerance = tolerance
        self.requiresEffectiveAt = requiresEffectiveAt
        self.rank = rank
        self.team = team
        self.pauseReasons = pauseReasons
    }

    var rules: IntakeRules {
        IntakeRules(pauseReasons: pauseReasons, requiresEffectiveAt: requiresEffectiveAt)
    }
}
