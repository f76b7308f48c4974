import AsyncHTTPClient
import Glibc
import NIOCore
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

    @Test("every call can be met, the token call in the shape of OAuth", arguments: SimulatedCall.allCases)
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

    @Test("a hanging call is never answered and ends when its client gives up")
    func hangs() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            try await simulated.setFaults([["call": "put_status", "kind": "hang", "times": 1]])
            await #expect(throws: HTTPClientError.deadlineExceeded) {
                try await caller.send(.PUT, path, body: Array(#"{"status": "Training"}"#.utf8), timeout: .milliseconds(300))
            }
            #expect(try await caller.get(path).json["status"] == "Available", "it had no effect")
            let call = try #require(try await simulated.calls().first { $0["method"] == "PUT" })
            #expect(call["answer"] == .null)
            #expect(call["applied"] == false)
        }
    }

    @Test("applied_then_timeout takes effect and never answers")
    func appliedThenTimeout() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            try await simulated.setFaults([["call": "put_status", "kind": "applied_then_timeout", "times": 1]])
            await #expect(throws: HTTPClientError.deadlineExceeded) {
                try await caller.send(.PUT, path, body: Array(#"{"status": "Training"}"#.utf8), timeout: .milliseconds(300))
            }
            #expect(try await caller.get(path).json["status"] == "Training")
            let call = try #require(try await simulated.calls().first { $0["method"] == "PUT" })
            #expect(call["answer"] == .null)
            #expect(call["applied"] == true)
        }
    }

    @Test("a reset closes the connection without an answer")
    func resets() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            try await simulated.setFaults([["call": "put_status", "kind": "reset", "times": 1]])
            let port = try await simulated.server.address().port
            #expect(throws: RawConnection.Fault(errno: ECONNRESET)) {
                try RawConnection.exchange("PUT \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", port: port)
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
