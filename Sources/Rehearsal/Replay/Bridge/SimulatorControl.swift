import Notation

/// The simulator's control interface, as anybody on the host can use it.
struct SimulatorControl: Sendable {
    let base: String
    let calls: WebCalls

    /// Makes sure that it is the simulator that a fixture is about.
    func check(_ fixture: Fixture) async throws {
        let ids = try await agents().compactMap { $0["id"]?.string }
        guard ids.starts(with: fixture.roster.ids) else {
            throw ReplayFault.simulator(
                "the simulator has other agents than the fixture is about: start it with --agents \(fixture.agents) --seed \(fixture.seed)"
            )
        }
    }

    /// Puts everything back to how the simulator started: what an earlier replay left behind would be taken for this one's doing.
    ///
    /// - Returns: the number of the last call it has seen
    func reset(_ fixture: Fixture) async throws -> Int64 {
        try await setFaults([])
        for (agent, left) in zip(fixture.roster.agents, try await agents()) where !agent.isAsStarted(left) {
            for order in agent.returning { try await change(agent.id, order) }
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
        let answer = try await ask("GET", path)
        guard answer.status == 200, let json = answer.json else {
            let words = "\(base) answered \(answer.status) to GET \(path): it is no CXone simulator (its address is serve's cxoneUrl)"
            throw ReplayFault.simulator(words)
        }
        return json
    }

    private func ask(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> WebCalls.Answer {
        let headers = body == nil ? [] : [("content-type", "application/json")]
        do {
            return try await calls.call(method, base + path, headers: headers, body: body?.encoded())
        } catch let error where !(error is CancellationError) {
            throw ReplayFault.simulator("the simulator at \(base) does not answer: \(WebCalls.words(error))")
        }
    }

    private func put(_ path: String, _ body: JSONValue) async throws {
        let answer = try await ask("PUT", path, body)
        guard answer.status == 200 else {
            let words = answer.json?["message"]?.string ?? answer.json?.encodedText() ?? ""
            throw ReplayFault.simulator("the simulator answered \(answer.status) to PUT \(path): \(words)")
        }
    }
}

extension RosterAgent {
    /// Whether `GET /simulator/agents` shows the agent as it was when the simulator started.
    fileprivate func isAsStarted(_ found: JSONValue) -> Bool {
        found["status"]?.string == startingStatus && found["pauseReason"]?.string == nil && found["wrapUpUntil"]?.string == nil
            && found["suspended"]?.bool == isSuspended && found["deleted"]?.bool == false
    }

    /// What brings the agent back to that: by a logout and a login, which nobody takes for a person's wish.
    fileprivate var returning: [JSONValue] {
        let logout: JSONValue = ["status": "Offline", "by": "session", "suspended": .bool(isSuspended), "deleted": false]
        return startsAtWork ? [logout, ["status": .string(startingStatus), "by": "session"]] : [logout]
    }

    private var startingStatus: String { startsAtWork ? "Available" : "Offline" }
}
