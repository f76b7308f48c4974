import Notation
import Rehearsal
import Testing

@Suite(.timeLimit(.minutes(1))) struct AuthorizationTests {
    @Test("a right that is withheld is granted no more, and is gone from tokens issued before")
    func withheld() async throws {
        try await withSimulator { simulated in
            let form = "grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret"
            let earlier = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)"
            let history =
                "/reporting/v2/agents/states/history?user_id=\(try simulated.ordinary)"
                + "&start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-21T00:00:00Z"
            expect(200, of: try await earlier.get(history))
            let names: JSONValue = ["scopes": ["user:status:read", "user:status:write"]]
            let reply = try await simulated.anonymous.put("/simulator/scopes", names)
            #expect(reply.json == names)
            #expect(try await simulated.anonymous.get("/simulator/scopes").json == names)
            expect(403, of: try await earlier.get(history))
            expect(200, of: try await earlier.get(path))
            for scope in ["reporting:read", "user:status:read+reporting:read"] {
                let refused = try await simulated.anonymous.postForm("/oauth/token", form + "&scope=\(scope)")
                #expect(refused.status == 400 && refused.json["error"] == "invalid_scope")
            }
            #expect(try await simulated.anonymous.postForm("/oauth/token", form).json["scope"] == "user:status:read user:status:write")
            expect(200, of: try await simulated.caller(scope: "user:status:read").get(path))
            for body: JSONValue in [["scopes": ["all"]], ["scopes": [1]], [:], nil, ["rights": []]] {
                expect(400, of: try await simulated.anonymous.put("/simulator/scopes", body))
            }
            expect(200, of: try await simulated.anonymous.put("/simulator/scopes", ["scopes": []]))
            #expect(try await simulated.anonymous.postForm("/oauth/token", form).json["error"] == "invalid_scope")
        }
    }

    @Test("a history is found by the user's name with one right more")
    func names() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let agent = try await acd.get("/agents/\(try simulated.number(0))").json["agents"]?.array?.first
            let name = try #require(agent?["userName"]?.string).replacing("@", with: "%40")
            func path(_ user: String) -> String {
                "/reporting/v2/agents/states/history?user_id=\(user)&start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-21T00:00:00Z"
            }
            let narrow = try await simulated.caller(scope: "reporting:read")
            let wide = try await simulated.caller(scope: "reporting:read admin:users:read")
            expect(403, of: try await narrow.get(path(name)))
            let byName = try await wide.get(path(name))
            expect(200, of: byName)
            #expect(byName.json["records"]?.array?.isEmpty == false)
            #expect(byName.json["records"] == (try await narrow.get(path(try simulated.ordinary)).json["records"]))
            expect(404, of: try await wide.get(path("nobody")))
        }
    }

    private static let span = "start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-20T15:00:00Z"

    private func send(_ caller: Caller, _ call: SimulatedCall, _ id: String) async throws -> Reply {
        switch call {
        case .token: try await caller.postForm("/oauth/token", "grant_type=client_credentials")
        case .user: try await caller.get("/api/v2/users/\(id)")
        case .status: try await caller.get("/api/v2/users/\(id)/status")
        case .putStatus: try await caller.put("/api/v2/users/\(id)/status", ["status": "Training"])
        case .history: try await caller.get("/reporting/v2/agents/states/history?user_id=\(id)&\(Self.span)")
        default: throw OtherDialect()
        }
    }

    private struct OtherDialect: Error {}

    private static let needing: [SimulatedCall] = [.user, .status, .putStatus, .history]

    @Test("every call needs a bearer token", arguments: needing)
    func bearerIsNeeded(call: SimulatedCall) async throws {
        try await withSimulator { simulated in
            let headers = [[], [("authorization", "Bearer nonsense")], [("authorization", "Basic abc")], [("authorization", "Bearer")]]
            for header in headers {
                let reply = try await send(Caller(base: simulated.base, headers: header), call, try simulated.ordinary)
                #expect(reply.status == 401)
                #expect(reply.header("www-authenticate")?.hasPrefix("Bearer ") == true)
                #expect(reply.json["message"]?.string?.isEmpty == false)
            }
        }
    }

    @Test(
        "every call needs its scope, and the refusal says which and where it is granted",
        arguments: [
            (SimulatedCall.user, "reporting:read", "user:status:read", "Applications > API Access"),
            (.status, "user:status:write reporting:read user:read", "user:status:read", "Applications > API Access"),
            (.putStatus, "user:status:read", "user:status:write", "Applications > API Access"),
            (.history, "user:status:read user:status:write", "reporting:read", "Security > Roles"),
        ]
    )
    func scopeIsNeeded(call: SimulatedCall, held: String, needed: String, place: String) async throws {
        try await withSimulator { simulated in
            let poor = try await send(try await simulated.caller(scope: held), call, try simulated.ordinary)
            #expect(poor.status == 403)
            let message = try #require(poor.json["message"]?.string)
            #expect(message.contains(needed) && message.contains(place))
            #expect(poor.header("www-authenticate")?.contains("insufficient_scope") == true)
            expect(200, of: try await send(try await simulated.caller(scope: needed), call, try simulated.ordinary))
        }
    }

    @Test("either of two scopes is enough to read a user")
    func userReadIsEnough() async throws {
        try await withSimulator { simulated in
            expect(200, of: try await send(try await simulated.caller(scope: "user:read"), .user, try simulated.ordinary))
        }
    }

    @Test("unknown users answer 404, suspended ones 403, deleted ones 403", arguments: needing)
    func usersWhoCannotBeRead(call: SimulatedCall) async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            expect(404, of: try await send(caller, call, "nobody"))
            let suspended = try await send(caller, call, try simulated.id(7))
            #expect(suspended.status == 403)
            #expect(suspended.json["message"]?.string?.contains("suspended") == true)
            #expect(suspended.header("www-authenticate") == nil, "no scope is missing")
            try await simulated.control(try simulated.id(1), ["deleted": true])
            expect(403, of: try await send(caller, call, try simulated.id(1)))
        }
    }

    @Test("a method that a path does not know answers 405 and names those it knows")
    func wrongMethods() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let id = try simulated.ordinary
            let cases: [(Verb, String, String)] = [
                (.GET, "/oauth/token", "POST"), (.POST, "/api/v2/users/\(id)", "GET"),
                (.DELETE, "/api/v2/users/\(id)/status", "GET, PUT"), (.POST, "/reporting/v2/agents/states/history", "GET"),
                (.POST, "/simulator/agents", "GET"), (.POST, "/simulator/faults", "GET, PUT"), (.PUT, "/simulator/calls", "GET, DELETE"),
                (.HEAD, "/oauth/token", "POST"),
            ]
            for (method, path, allow) in cases {
                let reply = try await caller.send(method, path)
                #expect(reply.status == 405, "\(method) \(path)")
                #expect(reply.header("allow") == allow)
            }
        }
    }

    @Test("paths are matched segment by segment, each decoded by itself")
    func paths() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let id = try simulated.id(19)
            #expect(id.contains("@"))
            let encoded = id.utf8.map { "%" + String(UInt16($0) | 0x100, radix: 16).suffix(2) }.joined()
            for text in [id, encoded, encoded.uppercased()] {
                let reply = try await caller.get("/api/v2/users/\(text)")
                #expect(reply.status == 200, "\(text)")
                #expect(reply.json["id"]?.string == id)
            }
            let unknown = ["/", "/api/v2/users", "/api/v2/users/", "/api/v3/users/\(id)", "/api/v2/users/a%2Fstatus", "/simulator/"]
            for path in unknown { #expect(try await caller.get(path).status == 404, "\(path)") }
            let port = try await simulated.server.address().port
            for path in ["/api/v2/users/%ff", "/api/v2/users/%zz/status", "/api/v2/users/%4", "/%"] {
                #expect(try await RawConnection.status(of: path, port: port) == 400, "\(path)")
            }
        }
    }
}
