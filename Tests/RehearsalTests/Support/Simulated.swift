import Logging
import Notation
import Rehearsal
import TestSupport
import Testing

/// A simulator that listens, and what a test needs to talk to it.
struct Simulated: Sendable {
    let server: SimulatorServer
    let clock: ManualClock
    let base: String

    /// Without a token; the control calls need none.
    var anonymous: Caller { Caller(base: base) }

    func id(_ index: Int) throws -> String {
        try #require(server.roster[index]).id
    }

    /// An ordinary agent who starts Available.
    var ordinary: String { get throws { try id(0) } }

    func token(scope: String? = nil) async throws -> String {
        let scope = scope.map { "&scope=\($0.replacing(" ", with: "+"))" } ?? ""
        let form = "grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret\(scope)"
        let reply = try await anonymous.postForm("/oauth/token", form)
        try #require(reply.status == 200, "\(reply.text)")
        return try #require(reply.json["access_token"]?.string)
    }

    /// With a token of these scopes; nil: all.
    func caller(scope: String? = nil) async throws -> Caller {
        Caller(base: base, headers: [("authorization", "Bearer \(try await token(scope: scope))")])
    }

    /// Changes an agent by control.
    @discardableResult
    func control(_ id: String, _ change: JSONValue) async throws -> JSONValue {
        let reply = try await anonymous.put("/simulator/agents/\(id)", change)
        try #require(reply.status == 200, "\(reply.text)")
        return reply.json
    }

    func setFaults(_ faults: JSONValue) async throws {
        let reply = try await anonymous.put("/simulator/faults", faults)
        try #require(reply.status == 200, "\(reply.text)")
    }

    /// Returns once the log holds a call that fits.
    func callInHand(where fits: (JSONValue) -> Bool) async throws {
        while try await !calls().contains(where: fits) { await Task.yield() }
    }

    func calls(_ query: String = "") async throws -> [JSONValue] {
        try #require(try await anonymous.get("/simulator/calls\(query)").json.array)
    }
}

func quietLogger() -> Logger {
    Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
}

/// Runs a simulator whose clock stands still until the test moves it.
func withSimulator<Result: Sendable>(
    _ configuration: SimulatorConfiguration = SimulatorConfiguration(),
    clock: ManualClock = ManualClock(),
    _ body: @Sendable (Simulated) async throws -> Result
) async throws -> Result {
    let server = SimulatorServer(configuration, clock: clock.wallClock, logger: quietLogger())
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        defer { group.cancelAll() }
        let address = try await server.address()
        return try await body(Simulated(server: server, clock: clock, base: address.baseURL))
    }
}

extension SimulatorConfiguration {
    /// The defaults with some of them changed.
    static func with(_ change: (inout SimulatorConfiguration) -> Void) -> SimulatorConfiguration {
        var configuration = SimulatorConfiguration()
        change(&configuration)
        return configuration
    }
}
