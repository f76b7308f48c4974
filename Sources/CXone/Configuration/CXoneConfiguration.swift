package import AsyncHTTPClient
package import Logging
package import Notation

/// What the bridge needs to know of one tenant of CXone, in the dialect that the tenant is spoken to.
package enum CXoneConfiguration: Sendable {
    case platform(PlatformConfiguration)

    /// The span of one call: token where one must be fetched, connection, request and whole answer. Real time.
    package var callDeadline: Duration {
        get {
            switch self {
            case .platform(let configuration): configuration.callDeadline
            }
        }
        set {
            switch self {
            case .platform(var configuration):
                configuration.callDeadline = newValue
                self = .platform(configuration)
            }
        }
    }

    /// The tenant's client.
    ///
    /// - Parameters:
    ///   - http: as `CXoneHTTP` makes it; shared, and shut down by whoever made it.
    ///   - clock: for ages and waits. Deadlines of calls run on real time.
    ///   - jitter: for the waits between retries.
    package func client(
        http: HTTPClient,
        clock: WallClock,
        metrics: CXoneMetrics,
        logger: Logger,
        jitter: Jitter = .system
    ) -> any CXoneClient {
        switch self {
        case .platform(let configuration):
            PlatformClient(configuration: configuration, http: http, clock: clock, metrics: metrics, logger: logger, jitter: jitter)
        }
    }
}
