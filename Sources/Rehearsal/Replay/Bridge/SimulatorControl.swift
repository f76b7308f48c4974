import Notation

/// The simulator's control interface, as anybody on the host can use it.
struct SimulatorControl: Sendable {
    let base: String
    let calls: WebCalls

    /// Makes sure that it is the simulator that a fixture is about.
    ///
    /// - Returns: the number of the last call it has seen
    func check(_ fixture: Fixture) async throws -> Int64 {
        let agents = try await get("/simulator/agents")
        let ids = agents.array?.compactMap { $0["id"]?.string } ?? []
        guard ids.starts(with: fixture.roster.ids) else {
            throw ReplayFault.simulator(
                "the simulator has other agents than the fixture is about: start it with --agents \(fixture.agents) --seed \(fixture.seed)"
            )
        }
        return try await callsMade(after: 0).last?["seq"]?.int ?? 0
    }

    func agents() async throws -> [JSONValue] {
        try await get("/simulator/agents").array ?? []
    }

    func callsMade(after number: Int64) async throws -> [JSONValue] {
        try await get("/simulator/calls?after=\(number)").array ?? []
    }

    func change(_ agent: String, _ order: JSONValue) async throws {
        try await put("/simulator/agents/\(Self.segment(agent))", order)
    }

    func setFaults(_ faults: JSONValue) async throws {
        try await put("/simulator/faults", faults)
    }

    /// One path segment: what is not unreserved is escaped (RFC 3986, section 3.3).
    private static func segment(_ text: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { segment, byte in
            if plain.contains(byte) {
                segment.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                segment += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }

    private func get(_ path: String) async throws -> JSONValue {
        let answer = try await calls.call("GET", base + path)
        guard answer.status == 200, let json = answer.json else {
            throw ReplayFault.simulator("the simulator answered \(answer.status) to GET \(path)")
        }
        return json
    }

    private func put(_ path: String, _ body: JSONValue) async throws {
        let answer = try await calls.call("PUT", base + path, headers: [("content-type", "application/json")], body: body.encoded())
        guard answer.status == 200 else {
            let words = answer.json?["message"]?.string ?? answer.json?.encodedText() ?? ""
            throw ReplayFault.simulator("the simulator answered \(answer.status) to PUT \(path): \(words)")
        }
    }
}
