package import AsyncHTTPClient
package import Logging
package import Notation

/// What the bridge needs to know of one tenant of CXone, in the dialect that the tenant is spoken to.
package enum CXoneConfiguration: Sendable {
    case platform(PlatformConfiguration)
    case acd(ACDConfiguration)

    /// The span of one call: token where one must be fetched, connection, request and whole answer. Real time.
    package var callDeadline: Duration {
        get {
            switch self {
            case .platform(let configuration): configuration.callDeadline
            case .acd(let configuration): configuration.callDeadline
            }
        }
        set {
            switch self {
            case .platform(var configuration):
                configuration.callDeadline = newValue
                self = .platform(configuration)
            case .acd(var configuration):
                configuration.callDeadline = newValue
                self = .acd(configuration)
            }
        }
    }

    /// The rate of calls to begin with, and the highest one.
    package var rate: RateSettings {
        get {
            switch self {
            case .platform(let configuration): configuration.rate
            case .acd(let configuration): configuration.rate
            }
        }
        set {
            switch self {
            case .platform(var configuration):
                configuration.rate = newValue
                self = .platform(configuration)
            case .acd(var configuration):
                configuration.rate = newValue
                self = .acd(configuration)
            }
        }
    }

    /// The configuration for a command that asks about one agent and ends: nobody else would share its reads.
    package var forOneAgent: CXoneConfiguration {
        guard case .acd(var configuration) = self else { return self }
        configuration.stateReads = .single
        return .acd(configuration)
    }

    /// The tenant's client.
    ///
    /// - Parameters:
    ///   - http: as `CXoneHTTP` makes it; shared, and shut down by whoever made it.
    ///   - clock: for ages and waits. Deadlines of calls run on real time.
    ///   - jitter: for the waits between retries.
    ///   - manners: what an earlier client of the tenant has learned of its limits and of whether it answers; nil: nothing yet.
    package func client(
        http: HTTPClient,
        clock: WallClock,
        metrics: CXoneMetrics,
        logger: Logger,
        jitter: Jitter = .system,
        manners: Manners? = nil
    ) -> any CXoneClient {
        manners?.adopt(rate)
        return switch self {
        case .platform(let configuration):
            PlatformClient(
                configuration: configuration,
                http: http,
                clock: clock,
                metrics: metrics,
                logger: logger,
                jitter: jitter,
                manners: manners
            )
        case .acd(let configuration):
            ACDClient(
                configuration: configuration,
                http: http,
                clock: clock,
                metrics: metrics,
                logger: logger,
                jitter: jitter,
                manners: manners
            )
        }
    }
}
