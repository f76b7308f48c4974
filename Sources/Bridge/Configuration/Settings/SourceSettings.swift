package import Notation
package import Reconciliation

/// One sender of status changes.
package struct SourceSettings: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// Standard Webhooks, `v1`.
        case standard
    }

    /// Schemes that the design has and this version does not.
    static let schemesToCome = ["github", "stripe", "slack", "shopify", "custom", "rfc9421"]

    package var tenant: TenantName = .standard
    package var scheme: Scheme = .standard
    /// The key file; a relative path is relative to the data directory.
    package var keys: String
    /// The one key, in place of a key file.
    package var secret: Secret?
    package var requireEffectiveAt: Bool = false
    package var toleranceSeconds: Int = 300
    package var rank: Int = 0
    package var team: String?
    /// Nobody configured it: it is there so that a bridge without a file can be sent something.
    package var isImplied: Bool = false

    package init(keys: String, isImplied: Bool = false) {
        self.keys = keys
        self.isImplied = isImplied
    }

    package static func standardKeys(of name: SourceName) -> String { "keys/\(name).json" }
}

/// One receiver of events.
package struct EndpointSettings: Sendable, Hashable {
    /// What goes out, by the names that events have.
    package static let allTypes = ["agent_status_updated", "agent_status_update_failed", "agent_status_decision", "bridge_feed"]
    package static let standardTypes: Set<String> = ["agent_status_updated", "agent_status_update_failed", "bridge_feed"]

    package var url: String
    /// The key file; a relative path is relative to the data directory.
    package var keys: String
    /// The one key, in place of a key file.
    package var secret: Secret?
    package var types: Set<String> = EndpointSettings.standardTypes
    /// No file configured it: only its address is known.
    package var isImplied: Bool = false

    package init(url: String, keys: String, secret: Secret? = nil, isImplied: Bool = false) {
        self.url = url
        self.keys = keys
        self.secret = secret
        self.isImplied = isImplied
    }

    package static func standardKeys(of name: EndpointName) -> String { "keys/\(name)-events.json" }
}
