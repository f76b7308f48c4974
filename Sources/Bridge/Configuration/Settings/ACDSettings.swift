package import Notation

/// What a tenant that is spoken to in the dialect `acd` needs beside what all have. Its hosts have been checked.
package struct ACDSettings: Sendable, Hashable {
    package enum TokenForm: String, Sendable, Hashable, CaseIterable {
        case password
        case accessKey = "access-key"
    }

    package enum StateReads: String, Sendable, Hashable, CaseIterable {
        case bulk, single
    }

    package enum Queues: String, Sendable, Hashable, CaseIterable {
        case yes, no, unknown
    }

    package enum Schedules: String, Sendable, Hashable, CaseIterable {
        case off, export
    }

    package var accessKeyID: String?
    package var accessKeySecret: Secret?
    package var tokenForm: TokenForm = .password
    /// Which tenant discovery is asked about.
    package var discoveryTenantID: String?
    /// Bases of URLs, without a slash at the end; nil: the dialect's own, or discovered.
    package var discoveryURL: String?
    package var apiURL: String?
    package var authURL: String?
    /// Nil: the dialect's own.
    package var pathPrefix: String?
    package var version: String?
    /// Names of codes by status; those left out are the dialect's own.
    package var codes: [String: String] = [:]
    /// Names of codes by pause reason, where they differ from the reason.
    package var reasonCodes: [String: String] = [:]
    package var logoutForOffline = false
    package var stateReads: StateReads = .bulk
    package var staleSeconds: Int = 1
    /// Empty: any 2xx.
    package var successCodes: Set<Int> = []
    package var queuesStates: Queues = .unknown
    package var schedules: Schedules = .off
    /// Nil: the interface's own.
    package var schedulesURL: String?
    /// Nil: the dialect's own.
    package var schedulesPath: String?

    package init() {}
}
