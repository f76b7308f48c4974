package import Notation
package import Reconciliation

/// One tenant of CXone. Its hosts have been checked; id and secret may still be missing, since not every command needs them.
package struct TenantSettings: Sendable, Hashable {
    package enum Dialect: String, Sendable, Hashable, CaseIterable {
        case platform, acd
    }

    /// How the client shows who it is to the token endpoint.
    package enum Credentials: String, Sendable, Hashable, CaseIterable {
        case form, basic
    }

    package var dialect: Dialect = .platform
    /// Base of the URLs of users and statuses, without a slash at the end.
    package var statusURL: String = "https://platformapi.nicecxone.com"
    /// Base of the URLs of the reporting interface, without a slash at the end.
    package var reportingURL: String = "https://api-us-1.cxone.com"
    /// Whole URL of the token endpoint for both; nil: `/oauth/token` on each of them.
    package var tokenURL: String?
    package var clientID: String?
    package var clientSecret: Secret?
    package var credentials: Credentials = .form
    /// Nil: the dialect's own.
    package var statusScope: String?
    /// Nil: the dialect's own.
    package var historyScope: String?
    /// State ids that mean something else than in the standard table.
    package var states: [Int: StateOverride] = [:]
    /// What only the dialect `acd` needs.
    package var acd = ACDSettings()
    package var pauseReasons: [String] = Policy.standardPauseReasons
    package var roles: [String] = Policy().roles
    /// Calls a second to begin with.
    package var rateInitial: Int = 50
    /// Calls a second that are never exceeded.
    package var rateMaximum: Int = 10_000
    /// How long a user's roles and shift are remembered.
    package var userMaxAgeSeconds: Int = 300
    /// How many agents there are; nil: not said.
    package var agents: Int?
    /// The name of a policy.
    package var policy: String = "default"

    package init() {}
}

/// What a state id of one tenant means.
package struct StateOverride: Sendable, Hashable {
    package enum Meaning: Sendable, Hashable {
        case status(Status)
        /// Not ready for contacts, and none of the five.
        case notReady
        case unknown
    }

    /// The name that CXone has for the state; nil: that of the standard table, or of the meaning.
    package var label: String?
    package var meaning: Meaning

    package init(label: String? = nil, meaning: Meaning) {
        self.label = label
        self.meaning = meaning
    }
}

extension StateOverride.Meaning {
    /// As configuration files have it: one of the five statuses, `NotReady` or `Unknown`.
    init?(configured text: String) {
        switch text {
        case "NotReady": self = .notReady
        case "Unknown": self = .unknown
        default:
            guard let status = Status(rawValue: text) else { return nil }
            self = .status(status)
        }
    }

    static let configuredWords = Status.allCases.map(\.rawValue) + ["NotReady", "Unknown"]
}
