import AsyncHTTPClient
import CXone
import Logging
import Notation
import Reconciliation
import Telemetry

/// A client of the dialect `acd` and the scripted server that stands for its tenant.
struct ACDTenant: Sendable {
    static let api = "/incontactapi/services/v30.0/"

    let client: ACDClient
    let server: ScriptedServer
    let clock: JumpingClock
    let metrics: MetricsRegistry

    /// Runs a test against a server that grants tokens and answers everything else by the script, which sees the part of the
    /// path after the version.
    ///
    /// - Parameter plain: what the server does with calls that are not the interface's; nil: grants a token.
    static func visit(
        change: @Sendable (inout ACDConfiguration, Int) -> Void = { _, _ in },
        plain: (@Sendable (ScriptedServer.Request) -> ScriptedServer.Play?)? = nil,
        script: @escaping @Sendable (String, ScriptedServer.Request) -> ScriptedServer.Play,
        test: (ACDTenant) async throws -> Void
    ) async throws {
        let token = try Fixture.acd("token")
        let server = try await ScriptedServer { request in
            guard request.target.hasPrefix(Self.api) else { return plain?(request) ?? .answer(200, body: token) }
            return script(String(request.target.dropFirst(Self.api.count)), request)
        }
        let address = try BaseURL("http://127.0.0.1:\(server.port)")
        var configuration = ACDConfiguration(accessKeyID: "KEY====", accessKeySecret: Secret("s3cret&+"))
        configuration.clientID = "the client"
        configuration.clientSecret = Secret("cl13nt")
        configuration.apiURL = address
        configuration.authURL = address
        configuration.callDeadline = .seconds(8)
        configuration.staleness = .zero
        configuration.bulkInterval = .zero
        change(&configuration, server.port)
        let http = CXoneHTTP.client()
        let clock = JumpingClock()
        let metrics = MetricsRegistry()
        let client = ACDClient(
            configuration: configuration,
            http: http,
            clock: clock.wallClock,
            metrics: CXoneMetrics(in: metrics),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            jitter: Jitter { 0 }
        )
        do {
            try await test(ACDTenant(client: client, server: server, clock: clock, metrics: metrics))
        } catch {
            try? await http.shutdown()
            try? await server.shutdown()
            throw error
        }
        try await http.shutdown()
        try await server.shutdown()
    }

    /// What was asked of the interface: method, and the target after the version.
    var asked: [String] {
        server.requests.filter { $0.target.hasPrefix(Self.api) }.map { "\($0.method) \($0.target.dropFirst(Self.api.count))" }
    }

    func live(_ id: String) async throws -> LiveReading {
        try await client.liveStatus(id, notBefore: clock.now, patience: .seconds(1)).value
    }
}
