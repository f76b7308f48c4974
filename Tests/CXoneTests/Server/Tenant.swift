import AsyncHTTPClient
import CXone
import Logging
import Notation
import Reconciliation
import Telemetry

/// A client and the scripted server that stands for its tenant.
struct Tenant: Sendable {
    static let userID = "12345-abcde-67890"

    let client: PlatformClient
    let server: ScriptedServer
    let clock: JumpingClock
    let metrics: MetricsRegistry
    let http: HTTPClient

    /// Runs a test against a server that grants tokens and answers everything else by the script.
    ///
    /// - Parameters:
    ///   - tokens: what the token endpoint does instead of granting one.
    ///   - jitter: 0 unless told otherwise, so that waits are their floors.
    static func visit(
        change: @Sendable (inout PlatformConfiguration, Int) -> Void = { _, _ in },
        tokens: (@Sendable (ScriptedServer.Request) -> ScriptedServer.Play)? = nil,
        jitter: Double = 0,
        script: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Play,
        test: (Tenant) async throws -> Void
    ) async throws {
        let token = try Fixture.body("token")
        let server = try await ScriptedServer { request in
            guard request.path == "/oauth/token" else { return script(request) }
            return tokens?(request) ?? .answer(200, body: token)
        }
        let address = try BaseURL("http://127.0.0.1:\(server.port)")
        var configuration = PlatformConfiguration(
            statusURL: address,
            reportingURL: address,
            clientID: "the client",
            clientSecret: Secret("s3cret&+")
        )
        configuration.callDeadline = .seconds(8)
        // No call waits for its turn: the clock stands still between calls.
        configuration.rate = RateSettings(initial: 1_000_000, maximum: 1_000_000)
        change(&configuration, server.port)
        let http = CXoneHTTP.client()
        let clock = JumpingClock()
        let metrics = MetricsRegistry()
        let client = PlatformClient(
            configuration: configuration,
            http: http,
            clock: clock.wallClock,
            metrics: CXoneMetrics(in: metrics),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            jitter: Jitter { jitter }
        )
        do {
            try await test(Tenant(client: client, server: server, clock: clock, metrics: metrics, http: http))
        } catch {
            try? await http.shutdown()
            try? await server.shutdown()
            throw error
        }
        try await http.shutdown()
        try await server.shutdown()
    }
}
