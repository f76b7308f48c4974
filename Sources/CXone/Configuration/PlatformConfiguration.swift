package import Notation
package import Reconciliation

/// Everything that the dialect `platform` needs to know of one tenant.
///
/// Hosts, paths' version and the state table are configuration with the defaults of the description of CXone's wire.
/// Whether plain http or an address that is not public may be used at all is checked where the configuration is read.
package struct PlatformConfiguration: Sendable {
    /// How the client shows who it is to the token endpoint.
    package enum CredentialStyle: String, Sendable, CaseIterable {
        /// `client_id` and `client_secret` in the form (RFC 6749, section 2.3.1, the second way). The default.
        case form
        /// HTTP Basic (RFC 7617), id and secret as they are: the endpoint is not known to undo an encoding of them.
        case basic
    }

    /// The default of `CXONE_TENANT`.
    package static let standardStatusURL = BaseURL(host: "platformapi.nicecxone.com")
    /// The default of `CXONE_BASE_URL`.
    package static let standardReportingURL = BaseURL(host: "api-us-1.cxone.com")

    package var tenant: TenantName
    /// Users and statuses (`CXONE_TENANT`).
    package var statusURL: BaseURL
    /// The state history (`CXONE_BASE_URL`).
    package var reportingURL: BaseURL
    /// The whole URL of the token endpoint for users and statuses; nil: `/oauth/token` on the status interface.
    package var statusTokenURL: BaseURL?
    /// The whole URL of the token endpoint for the history; nil: `/oauth/token` on the reporting interface.
    ///
    /// Tokens hold for one host and one scope set, so each host is asked for its own. Tenants whose hosts share one
    /// token endpoint name it here.
    package var reportingTokenURL: BaseURL?
    package var clientID: String
    package var clientSecret: Secret
    package var credentials: CredentialStyle = .form
    /// Asked for with tokens for users and statuses. Empty: no `scope` is sent, which some endpoints take as all rights.
    package var statusScopes: [String] = ["user:status:write", "user:status:read"]
    /// Asked for with tokens for the history.
    package var reportingScopes: [String] = ["reporting:read"]
    package var states: StateTable = .platform
    /// The span of one call: token where one must be fetched, connection, request and whole answer. Real time.
    package var callDeadline: Duration = .seconds(10)
    /// The largest answer that is read, in bytes. A page of 100 history records has about 12 kB; this is far above any honest one.
    package var responseLimit: Int = 4 << 20
    /// How long reads go on trying by default: at most a quick retry or two inside a reconciling run, which is itself repeated.
    package var readPatience: Duration = .seconds(5)
    /// How long a missing live status call is taken for missing before it is asked again: a day.
    package var missingStatusMemory: Duration = .hours(24)
    /// How far back a live status is looked for in the history, one after another: a day, then 7, then 31 days.
    package var historyLookBack: [Duration] = [.days(1), .days(7), .days(31)]
    /// More pages than this are an error, not an end.
    package var pageLimit: Int = 10_000
    package var userAgent: String = "wfm-bridge"
    /// The rate of calls to begin with, and the highest one.
    package var rate = RateSettings()

    package init(
        tenant: TenantName = .standard,
        statusURL: BaseURL = PlatformConfiguration.standardStatusURL,
        reportingURL: BaseURL = PlatformConfiguration.standardReportingURL,
        clientID: String,
        clientSecret: Secret
    ) {
        self.tenant = tenant
        self.statusURL = statusURL
        self.reportingURL = reportingURL
        self.clientID = clientID
        self.clientSecret = clientSecret
    }
}

/// The two sets of rights that the dialect's calls need.
package enum TokenRealm: String, Sendable, CaseIterable {
    /// Users and statuses.
    case status
    /// The state history.
    case reporting
}

extension PlatformConfiguration {
    /// Where the tokens of a realm come from.
    package func tokenURL(of realm: TokenRealm) -> String {
        switch realm {
        case .status: statusTokenURL?.description ?? "\(statusURL)/oauth/token"
        case .reporting: reportingTokenURL?.description ?? "\(reportingURL)/oauth/token"
        }
    }

    /// The rights that tokens of a realm are asked for.
    package func scopes(of realm: TokenRealm) -> [String] {
        switch realm {
        case .status: statusScopes
        case .reporting: reportingScopes
        }
    }
}
