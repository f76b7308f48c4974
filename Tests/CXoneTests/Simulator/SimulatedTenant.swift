import AsyncHTTPClient
import CXone
import Logging
import NIOCore
import NIOHTTP1
import Notation
import Reconciliation
import Rehearsal
import Telemetry
import TestSupport

/// A client and a simulator that know nothing of each other but an address.
struct SimulatedTenant: Sendable {
    let client: PlatformClient
    let simulator: SimulatorServer
    let baseURL: String
    let clock: ManualClock
    let http: HTTPClient

    /// Runs a test against a simulator that listens on a socket.
    ///
    /// Both run by a clock that stands still unless the test moves it; deadlines of calls run by real time.
    static func visit(
        simulating change: (inout SimulatorConfiguration) -> Void = { _ in },
        configuring adjust: (inout PlatformConfiguration) -> Void = { _ in },
        test: (SimulatedTenant) async throws -> Void
    ) async throws {
        var simulated = SimulatorConfiguration()
        simulated.agents = 12
        change(&simulated)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = ManualClock()
        let simulator = SimulatorServer(simulated, clock: clock.wallClock, logger: logger)
        let running = Task { try await simulator.run() }
        let http = CXoneHTTP.client()
        do {
            let baseURL = try await simulator.address().baseURL
            var configuration = PlatformConfiguration(
                statusURL: try BaseURL(baseURL),
                reportingURL: try BaseURL(baseURL),
                clientID: simulated.clientID,
                clientSecret: simulated.clientSecret
            )
            // No call waits for its turn: the clock stands still between calls.
            configuration.rate = RateSettings(initial: 1_000_000, maximum: 1_000_000)
            adjust(&configuration)
            let client = PlatformClient(
                configuration: configuration,
                http: http,
                clock: clock.wallClock,
                metrics: CXoneMetrics(in: MetricsRegistry()),
                logger: logger
            )
            try await test(SimulatedTenant(client: client, simulator: simulator, baseURL: baseURL, clock: clock, http: http))
        } catch {
            running.cancel()
            try? await http.shutdown()
            throw error
        }
        running.cancel()
        try await http.shutdown()
        _ = try? await running.value
    }

    var now: Instant { Instant(microseconds: clock.now) }

    /// The id of an agent, by its place in the roster; 0 to 4 are ordinary.
    func agent(_ index: Int) -> String { simulator.roster.ids[index] }

    /// A control call.
    @discardableResult
    func control(_ method: HTTPMethod, _ path: String, _ body: String? = nil) async throws -> JSONValue {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = method
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await http.execute(request, timeout: .seconds(10))
        let text = String(buffer: try await response.body.collect(upTo: 4 << 20))
        guard (200..<300).contains(response.status.code) else { throw ControlRefused(status: Int(response.status.code), text: text) }
        return text.isEmpty ? .null : try JSONValue(parsing: text)
    }

    struct ControlRefused: Error {
        let status: Int
        let text: String
    }

    /// How many calls of a method to a path that ends so the simulator has seen.
    func calls(_ method: String, endingIn suffix: String) async throws -> Int {
        let calls = try await control(.GET, "/simulator/calls").array ?? []
        return calls.count { $0["method"]?.string == method && $0["path"]?.string?.hasSuffix(suffix) == true }
    }
}
