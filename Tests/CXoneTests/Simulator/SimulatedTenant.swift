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

typealias SimulatedTenant = ClientAndSimulator<PlatformClient>
typealias SimulatedACD = ClientAndSimulator<ACDClient>

/// A client and a simulator that know nothing of each other but an address.
///
/// Both run by a clock that stands still unless the test moves it; deadlines of calls run by real time.
struct ClientAndSimulator<Client: CXoneClient>: Sendable {
    let client: Client
    let simulator: SimulatorServer
    let baseURL: String
    let clock: ManualClock
    let http: HTTPClient

    /// What a client is made of.
    struct Parts {
        let baseURL: BaseURL
        let simulated: SimulatorConfiguration
        let http: HTTPClient
        let clock: WallClock
        let metrics: CXoneMetrics
        let logger: Logger
    }

    /// Runs a test against a simulator that listens on a socket.
    private static func run(
        simulating change: (inout SimulatorConfiguration) -> Void,
        client make: (Parts) throws -> Client,
        test: (Self) async throws -> Void
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
            let parts = Parts(
                baseURL: try BaseURL(baseURL),
                simulated: simulated,
                http: http,
                clock: clock.wallClock,
                metrics: CXoneMetrics(in: MetricsRegistry()),
                logger: logger
            )
            try await test(Self(client: try make(parts), simulator: simulator, baseURL: baseURL, clock: clock, http: http))
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

    /// The id of a user in the dialect `platform`, by the place in the roster; 0 to 4 are ordinary.
    func agent(_ index: Int) -> String { simulator.roster.ids[index] }

    /// The id of an agent in the dialect `acd`.
    func number(_ index: Int) -> String { String(simulator.roster.acdIDs[index]) }

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

    /// How many calls of a method to a path that ends so the simulator has seen.
    func calls(_ method: String, endingIn suffix: String) async throws -> Int {
        let calls = try await control(.GET, "/simulator/calls").array ?? []
        return calls.count { $0["method"]?.string == method && $0["path"]?.string?.hasSuffix(suffix) == true }
    }

    /// The calls of one kind, as the simulator's log names it, oldest first.
    func calls(_ kind: SimulatedCall) async throws -> [JSONValue] {
        try await control(.GET, "/simulator/calls").array?.filter { $0["call"]?.string == kind.rawValue } ?? []
    }
}

struct ControlRefused: Error {
    let status: Int
    let text: String
}

extension RateSettings {
    /// No call waits for its turn: the clock stands still between calls.
    fileprivate static let unbounded = RateSettings(initial: 1_000_000, maximum: 1_000_000)
}

extension ClientAndSimulator where Client == PlatformClient {
    static func visit(
        simulating change: (inout SimulatorConfiguration) -> Void = { _ in },
        configuring adjust: (inout PlatformConfiguration) -> Void = { _ in },
        test: (Self) async throws -> Void
    ) async throws {
        try await run(simulating: change) { parts in
            var configuration = PlatformConfiguration(
                statusURL: parts.baseURL,
                reportingURL: parts.baseURL,
                clientID: parts.simulated.clientID,
                clientSecret: parts.simulated.clientSecret
            )
            configuration.rate = .unbounded
            adjust(&configuration)
            return PlatformClient(
                configuration: configuration,
                http: parts.http,
                clock: parts.clock,
                metrics: parts.metrics,
                logger: parts.logger
            )
        } test: {
            try await test($0)
        }
    }
}

extension ClientAndSimulator where Client == ACDClient {
    /// The client finds the interface by discovery; nothing makes it wait, unless the test configures it.
    static func visit(
        simulating change: (inout SimulatorConfiguration) -> Void = { _ in },
        configuring adjust: (inout ACDConfiguration) -> Void = { _ in },
        test: (Self) async throws -> Void
    ) async throws {
        try await run(simulating: change) { parts in
            var configuration = ACDConfiguration(
                accessKeyID: parts.simulated.accessKeyID,
                accessKeySecret: parts.simulated.accessKeySecret
            )
            configuration.clientID = parts.simulated.clientID
            configuration.clientSecret = parts.simulated.clientSecret
            configuration.discoveryURL = parts.baseURL
            configuration.discoveryTenantID = "tenant-1"
            configuration.refusal = { _ in nil }
            configuration.codes.pauseReasons = parts.simulated.pauseReasons
            configuration.staleness = .zero
            configuration.bulkInterval = .zero
            configuration.readPatience = .zero
            configuration.rate = .unbounded
            adjust(&configuration)
            return ACDClient(
                configuration: configuration,
                http: parts.http,
                clock: parts.clock,
                metrics: parts.metrics,
                logger: parts.logger,
                jitter: Jitter { 0 }
            )
        } test: {
            try await test($0)
        }
    }

    /// A reading that was begun now or later.
    func live(_ index: Int) async throws -> LiveReading {
        try await client.liveStatus(number(index), notBefore: now, patience: .zero).value
    }

    func set(_ index: Int, _ status: Status, _ reason: String? = nil) async -> WriteAnswer {
        await client.setStatus(number(index), to: Wanted(status: status, pauseReason: reason), until: nil)
    }

    func order(_ faults: String) async throws {
        try await control(.PUT, "/simulator/faults", faults)
    }
}
