import AsyncHTTPClient
import CXone
import Logging
import Notation
import Reconciliation
import Telemetry
import TestSupport
import Testing

/// A tenant that is spoken to otherwise from some moment on is the same tenant: its limits and its silence are still known.
struct KeptMannersTests {
    @Test("another client of the tenant goes on at the rate that was learned, and no faster than an operator says now")
    func rate() async throws {
        let clock = ManualClock()
        let http = CXoneHTTP.client()
        var configuration = CXoneConfiguration.platform(
            PlatformConfiguration(
                statusURL: try BaseURL("http://127.0.0.1:9"),
                reportingURL: try BaseURL("http://127.0.0.1:9"),
                clientID: "one",
                clientSecret: Secret("first")
            )
        )
        configuration.rate = RateSettings(initial: 40, maximum: 1_000)
        func client(_ manners: Manners?) -> any CXoneClient {
            configuration.client(
                http: http,
                clock: clock.wallClock,
                metrics: CXoneMetrics(in: MetricsRegistry()),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                manners: manners
            )
        }
        let first = client(nil)
        #expect(first.manners.standing.perSecond == 40)
        configuration.rate = RateSettings(initial: 900, maximum: 1_000)
        #expect(client(first.manners).manners.standing.perSecond == 40)
        #expect(client(nil).manners.standing.perSecond == 900)
        configuration.rate = RateSettings(initial: 900, maximum: 15)
        #expect(client(first.manners).manners === first.manners)
        #expect(first.manners.standing.perSecond == 15)
        try await http.shutdown()
    }
}
