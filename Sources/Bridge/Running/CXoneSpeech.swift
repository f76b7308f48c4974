import AsyncHTTPClient
import CXone
import Logging
import Notation
import Telemetry

/// What all clients of CXone have in common.
struct CXoneSpeech: Sendable {
    let http: HTTPClient
    let metrics: CXoneMetrics
    let clock: WallClock
    let logger: Logger

    /// - Parameter manners: those of the tenant's client so far.
    func client(_ configuration: CXoneConfiguration, in manners: Manners? = nil) -> any CXoneClient {
        configuration.client(http: http, clock: clock, metrics: metrics, logger: logger, manners: manners)
    }
}
