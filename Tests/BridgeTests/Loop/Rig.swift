import AsyncHTTPClient
import Bridge
import CXone
import Foundation
import LibCrypto
import Logging
import NIOCore
import NIOHTTP1
import Notation
import Reconciliation
import Rehearsal
import ServiceLifecycle
import Telemetry
import TestSupport
import WebhookSignature

/// A whole loop in one process, over real sockets and real files: simulator, bridge, WFM stand-in.
struct Rig: Sendable {
    let intakeURL: String
    let operatorURL: String
    let cxoneURL: String
    let key: WebhookKey
    let standIn: StandIn
    let simulatorServer: SimulatorServer
    let roster: Roster
    let registry: MetricsRegistry
    let clock: WallClock
    let journalPath: String
    let http: HTTPClient

    static let token = "wbo_test"
    /// Of somebody who may only look.
    static let viewerToken = "wbo_viewer"

    struct Options: Sendable {
        var clock = WallClock.system
        var agents = 20
        /// Calls a second that the simulator takes in.
        var limit: Double?
        var directory: TemporaryDirectory?
        /// Changes the setup before the bridge opens.
        var adjust: @Sendable (inout BridgeSetup) -> Void = { _ in }
    }

    /// Starts everything, runs a test, stops everything in good order.
    static func with<Result: Sendable>(
        _ options: Options = Options(),
        _ test: @Sendable @escaping (Rig) async throws -> Result
    ) async throws -> Result {
        let directory = try options.directory ?? TemporaryDirectory()
        var logger = Logger(label: "rig")
        logger.logLevel = .error
        let key = try WebhookKey.generate()
        let eventKey = try WebhookKey.generate()
        var simulation = SimulatorConfiguration()
        simulation.agents = options.agents
        simulation.limit = options.limit
        let simulator = SimulatorServer(simulation, clock: options.clock, logger: logger)
        let standIn = StandIn(
            StandInConfiguration(keys: KeyRing([.init(key: eventKey, id: "events")])),
            clock: options.clock,
            logger: logger
        )
        let registry = MetricsRegistry()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            group.addTask { try await standIn.run() }
            let cxone = try await simulator.address().baseURL
            let events = try await standIn.address().baseURL
            let platform = PlatformConfiguration(
                tenant: .standard,
                statusURL: try BaseURL(cxone),
                reportingURL: try BaseURL(cxone),
                clientID: simulation.clientID,
                clientSecret: simulation.clientSecret
            )
            var setup = BridgeSetup(
                storePath: directory.path(of: "bridge.sqlite"),
                journalPath: directory.path(of: "journal"),
                tenants: [.standard: .init(.platform(platform))],
                sources: [
                    Source(name: SourceName("wfm"), tenant: .standard, keys: KeyRing([.init(key: key, id: "k1")]))
                ],
                endpoints: [
                    Endpoint(
                        name: EndpointName("wfm"),
                        url: events,
                        keys: KeyRing([.init(key: eventKey, id: "k1")]),
                        types: [.updated, .updateFailed]
                    )
                ],
                intake: .init(host: "127.0.0.1", port: 0),
                operators: .init(host: "127.0.0.1", port: 0),
                authenticate: { bearer in
                    switch bearer {
                    case token: Operator(name: "tester", role: .operator)
                    case viewerToken: Operator(name: "looker", role: .viewer)
                    default: nil
                    }
                },
                clock: options.clock,
                registry: registry,
                logger: logger,
                version: "test"
            )
            options.adjust(&setup)
            let bridge = try await Bridge.open(setup)
            let bridgeGroup = ServiceGroup(
                configuration: .init(services: [bridge], logger: Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() }))
            )
            group.addTask { try await bridgeGroup.run() }
            let ports = try await bridge.ports()
            let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
            let rig = Rig(
                intakeURL: "http://127.0.0.1:\(ports.intake ?? 0)",
                operatorURL: "http://127.0.0.1:\(ports.operators ?? 0)",
                cxoneURL: cxone,
                key: key,
                standIn: standIn,
                simulatorServer: simulator,
                roster: simulator.roster,
                registry: registry,
                clock: options.clock,
                journalPath: setup.journalPath,
                http: http
            )
            let outcome: Swift.Result<Result, any Error>
            do { outcome = .success(try await test(rig)) } catch { outcome = .failure(error) }
            try? await http.shutdown()
            await bridgeGroup.triggerGracefulShutdown()
            // The bridge first: the others would run for ever.
            _ = try await group.next()
            group.cancelAll()
            withExtendedLifetime(directory) {}
            return try outcome.get()
        }
    }
}

/// An answer, read to its end.
struct RigAnswer: Sendable {
    var status: Int
    var headers: [String: String]
    var text: String
    var json: JSONValue? { try? JSONValue(parsing: text) }
    var code: String? { json?["code"]?.string }
}

extension Rig {
    func send(
        _ method: String,
        _ url: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> RigAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await http.execute(request, timeout: .seconds(30))
        let buffer = try await response.body.collect(upTo: 1 << 24)
        var fields: [String: String] = [:]
        for header in response.headers { fields[header.name.lowercased()] = header.value }
        return RigAnswer(status: Int(response.status.code), headers: fields, text: String(buffer: buffer))
    }

    /// Posts a body to the source, signed as a WFM would.
    func push(
        _ body: [UInt8],
        id: String = "msg_\(UInt64.random(in: 0 ... .max))",
        at time: UnixMicroseconds? = nil,
        source: String = "wfm",
        key: WebhookKey? = nil,
        contentType: String = "application/json"
    ) async throws -> RigAnswer {
        let headers = try StandardWebhooks.sign(
            id: id,
            timestamp: (time ?? clock.now()) / 1_000_000,
            body: body,
            keys: KeyRing([.init(key: key ?? self.key, id: "k1")]),
            now: Double(clock.now()) / 1_000_000
        )
        return try await send(
            "POST",
            "\(intakeURL)/v1/sources/\(source)/status-changes",
            headers: headers.map { ($0.name, $0.value) } + [("content-type", contentType)],
            body: body
        )
    }

    /// Posts one status change.
    func push(_ change: JSONObject, id: String = "msg_\(UInt64.random(in: 0 ... .max))") async throws -> RigAnswer {
        var object: JSONObject = ["event": "agent_status_change_requested"]
        for (name, value) in change { object[name] = value }
        return try await push(JSONValue.object(object).encoded(), id: id)
    }

    func operators(_ method: String, _ path: String, _ body: JSONValue? = nil, token: String? = Rig.token) async throws -> RigAnswer {
        var headers = [("content-type", "application/json")]
        if let token { headers.append(("authorization", "Bearer \(token)")) }
        return try await send(method, operatorURL + path, headers: headers, body: body?.encoded())
    }

    func simulator(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> RigAnswer {
        try await send(method, cxoneURL + path, headers: [("content-type", "application/json")], body: body?.encoded())
    }

    /// The status PUTs that took effect on an agent, as CXone saw them.
    func writes(to userID: String) async throws -> [JSONValue] {
        let calls = try await simulator("GET", "/simulator/calls").json?.array ?? []
        return calls.filter { $0["method"]?.string == "PUT" && $0["userId"]?.string == userID && $0["applied"]?.bool == true }
    }

    /// Waits for the event of a change.
    func event(of changeID: String) async throws -> JSONValue {
        let events = try await standIn.waitFor(within: .seconds(30)) { $0.json?["changeId"]?.string == changeID }
        return events.first?.json ?? .null
    }
}
