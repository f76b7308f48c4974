import Glibc
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
    @Test("an answer fault meets its call so often, with its status and Retry-After, and no other call")
    func answers() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)"
            try await simulated.setFaults([["call": "user", "kind": "answer", "code": 500, "times": 2, "retryAfter": 7]])
            for _ in 0..<2 {
                let reply = try await caller.get(path)
                #expect(reply.status == 500)
                #expect(reply.header("retry-after") == "7")
                #expect(reply.json["message"]?.string != nil)
                expect(200, of: try await caller.get(path + "/status"))
            }
            expect(200, of: try await caller.get(path))
            #expect(try await simulated.anonymous.get("/simulator/faults").json == [])
        }
    }

    private static let platform = SimulatedCall.allCases.filter { $0.dialect == .platform }

    @Test("every call can be met, the token call in the shape of OAuth", arguments: platform)
    func everyCall(call: SimulatedCall) async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let id = try simulated.ordinary
            try await simulated.setFaults([
                ["call": .string(call.rawValue), "kind": "answer", "code": 429, "retryAfter": "Fri, 20 Nov 2026 15:01:00 GMT"]
            ])
            let replies: [SimulatedCall: Reply] = [
                .token: try await caller.postForm("/oauth/token", "grant_type=client_credentials"),
                .user: try await caller.get("/api/v2/users/\(id)"),
                .status: try await caller.get("/api/v2/users/\(id)/status"),
                .putStatus: try await caller.put("/api/v2/users/\(id)/status", ["status": "Training"]),
                .history: try await caller.get("/reporting/v2/agents/states/history?user_id=\(id)"),
            ]
            for (other, reply) in replies {
                #expect((reply.status == 429) == (other == call), "\(other.rawValue)")
                if other == call {
                    #expect(reply.header("retry-after") == "Fri, 20 Nov 2026 15:01:00 GMT")
                    #expect((reply.json["error"] != nil) == (call == .token))
                }
            }
        }
    }

    @Test("a fault can be for one user, of the path or of the query")
    func oneUser() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let (one, two) = (try simulated.id(0), try simulated.id(1))
            try await simulated.setFaults([
                ["call": "user", "kind": "answer", "code": 404, "userId": .string(one)],
                ["call": "history", "kind": "answer", "code": 502, "userId": .string(one)],
            ])
            expect(404, of: try await caller.get("/api/v2/users/\(one)"))
            expect(200, of: try await caller.get("/api/v2/users/\(two)"))
            expect(502, of: try await caller.get("/reporting/v2/agents/states/history?user_id=\(one)"))
            expect(400, of: try await caller.get("/reporting/v2/agents/states/history?user_id=\(two)"))
            try await simulated.setFaults([])
            expect(200, of: try await caller.get("/api/v2/users/\(one)"))
        }
    }

    /// A write that meets a fault which never answers, given up when the call log shows what became of it; the log's entry.
    private func unansweredWrite(_ simulated: Simulated, until fits: @Sendable (JSONValue) -> Bool) async throws -> JSONValue {
        let caller = try await simulated.caller()
        let path = "/api/v2/users/\(try simulated.ordinary)/status"
        let write = Task { try await caller.put(path, ["status": "Training"]) }
        try await simulated.callInHand(where: fits)
        // Time enough for an answer that should not come: other calls are answered meanwhile.
        for _ in 0..<20 { expect(200, of: try await caller.get(path)) }
        let call = try #require(try await simulated.calls().first(where: fits))
        write.cancel()
        await #expect(throws: (any Error).self) { try await write.value }
        return call
    }

    @Test("a hanging call is never answered and has no effect")
    func hangs() async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": "put_status", "kind": "hang", "times": 1]])
            let call = try await unansweredWrite(simulated) { $0["method"] == "PUT" }
            #expect(call["answer"] == .null)
            #expect(call["applied"] == false)
            let agent = try await simulated.anonymous.get("/simulator/agents/\(try simulated.ordinary)").json
            #expect(agent["status"] == "Available")
        }
    }

    @Test("the connection of a hanging call is closed as soon as its client has given up")
    func hangingEnds() async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": "token", "kind": "hang"]])
            let request = "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
            let port = try await simulated.server.address().port
            #expect(try await RawConnection.exchange(request, port: port, givesUp: true) == "")
        }
    }

    @Test("applied_then_timeout takes effect and never answers")
    func appliedThenTimeout() async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": "put_status", "kind": "applied_then_timeout", "times": 1]])
            let call = try await unansweredWrite(simulated) { $0["applied"] == true }
            #expect(call["method"] == "PUT")
            #expect(call["answer"] == .null)
            #expect(call["ended"] == .null, "it was in hand when it was looked at")
            try await simulated.callInHand { $0["method"] == "PUT" && $0["ended"] != .null }
            let agent = try await simulated.anonymous.get("/simulator/agents/\(try simulated.ordinary)").json
            #expect(agent["status"] == "Training")
        }
    }

    @Test("a reset closes the connection without an answer")
    func resets() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            try await simulated.setFaults([["call": "put_status", "kind": "reset", "times": 1]])
            let port = try await simulated.server.address().port
            await #expect(throws: RawConnection.Fault(errno: ECONNRESET)) {
                try await RawConnection.exchange("PUT \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", port: port)
            }
            #expect(try await caller.get(path).json["status"] == "Available")
        }
    }

    @Test(
        "a list that is not right is refused whole and leaves the faults as they were",
        arguments: [
            "{}", "[", "[1]", #"[{"call": "user"}]"#, #"[{"kind": "answer"}]"#, #"[{"call": "users", "kind": "answer"}]"#,
            #"[{"call": "user", "kind": "explode"}]"#, #"[{"call": "user", "kind": "answer", "code": 99}]"#,
            #"[{"call": "user", "kind": "answer", "times": 0}]"#, #"[{"call": "user", "kind": "answer", "retryAfter": []}]"#,
            #"[{"call": "user", "kind": "hang"}, {"call": "user", "kind": "answer", "cod": 500}]"#,
        ]
    )
    func badLists(body: String) async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": "history", "kind": "answer", "code": 500]])
            let reply = try await simulated.anonymous.send(.PUT, "/simulator/faults", body: Array(body.utf8))
            #expect(reply.status == 400)
            #expect(reply.json["message"]?.string?.isEmpty == false)
            #expect(try await simulated.anonymous.get("/simulator/faults").json.array?.count == 1)
        }
    }
}
