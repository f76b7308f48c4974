import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDAccessTests {
    @Test("discovery points to the simulator as its client reached it, and needs a tenant")
    func discovery() async throws {
        try await withSimulator { simulated in
            let found = try await simulated.anonymous.get("/.well-known/cxone-configuration?tenantId=t-1")
            expect(200, of: found)
            #expect(found.json["api_endpoint"]?.string == simulated.base)
            #expect(found.json["auth_endpoint"]?.string == simulated.base)
            #expect(found.json["area"]?.string?.isEmpty == false)
            #expect(found.json["tenantId"] == "t-1")
            let port = try await simulated.server.address().port
            let other = try await Caller(base: "http://localhost:\(port)").get("/.well-known/cxone-configuration?tenantId=t")
            #expect(other.json["api_endpoint"]?.string == "http://localhost:\(port)")
            let without = try await simulated.anonymous.get("/.well-known/cxone-configuration")
            #expect(without.status == 400)
            #expect(without.header("icStatusDescription")?.contains("tenantId") == true)
        }
    }

    @Test("both forms give a token that the interface takes, and a refresh token that gets one more")
    func tokens() async throws {
        try await withSimulator { simulated in
            let form = try await simulated.keyToken()
            let json = try await simulated.anonymous.send(
                .POST,
                "/authentication/v1/token/access-key",
                headers: [("content-type", "application/json")],
                body: Array(#"{"accessKeyId": "simulator-key", "accessKeySecret": "simulator-key-secret"}"#.utf8)
            )
            for reply in [form, json] {
                expect(200, of: reply)
                #expect(reply.json["token_type"] == "Bearer")
                #expect(reply.json["expires_in"]?.int == 3_600)
                let token = try #require(reply.json["access_token"]?.string)
                let caller = ACDCaller(caller: Caller(base: simulated.base, headers: [("authorization", "Bearer \(token)")]))
                expect(200, of: try await caller.get("/teams"))
            }
            let refresh = try #require(form.json["refresh_token"]?.string)
            let again = { () async throws -> Reply in
                try await simulated.anonymous.postForm(
                    "/auth/token",
                    "grant_type=refresh_token&refresh_token=\(refresh)",
                    headers: [Simulated.basic("simulator:simulator-secret")]
                )
            }
            expect(200, of: try await again())
            expect(401, of: try await again())
            #expect(try await simulated.anonymous.get("/simulator/calls").text.contains("key-secret") == false)
        }
    }

    @Test(
        "a wrong key, a wrong client, and what is no request get no token",
        arguments: [
            ("grant_type=password&username=simulator-key&password=wrong", "simulator:simulator-secret", 401),
            ("grant_type=password&username=other&password=simulator-key-secret", "simulator:simulator-secret", 401),
            ("grant_type=password&username=simulator-key&password=simulator-key-secret", "simulator:wrong", 401),
            ("grant_type=password&username=simulator-key", "simulator:simulator-secret", 400),
            ("grant_type=client_credentials", "simulator:simulator-secret", 400),
            ("username=simulator-key&password=simulator-key-secret", "simulator:simulator-secret", 400),
        ]
    )
    func refusedTokens(form: String, client: String, status: Int) async throws {
        try await withSimulator { simulated in
            let reply = try await simulated.anonymous.postForm("/auth/token", form, headers: [Simulated.basic(client)])
            expect(status, of: reply)
            #expect(reply.json["error"]?.string?.isEmpty == false)
            let anonymous = try await simulated.anonymous.postForm(
                "/auth/token",
                "grant_type=password&username=simulator-key&password=simulator-key-secret&client_id=simulator&client_secret=simulator-secret"
            )
            #expect(anonymous.status == 401, "the client authenticates by Basic, not in the form")
        }
    }

    private static let calls = ["/agents/states", "/agents", "/teams", "/teams/501/unavailable-codes"]
    private static let day = "startDate=2026-11-20T00:00:00Z&endDate=2026-11-20T15:00:00Z"

    @Test("every call needs a token of its own dialect; what is wrong is said in a header, the body is empty", arguments: calls)
    func needsToken(path: String) async throws {
        try await withSimulator { simulated in
            let platform = ACDCaller(caller: try await simulated.caller())
            for caller in [platform, ACDCaller(caller: simulated.anonymous)] {
                let reply = try await caller.get(path)
                #expect(reply.status == 401)
                #expect(reply.body.isEmpty)
                #expect(reply.header("icStatusDescription")?.contains("token") == true)
            }
            let acd = try await simulated.acd()
            expect(200, of: try await acd.get(path))
            expect(401, of: try await acd.caller.get("/api/v2/users/\(try simulated.ordinary)"))
        }
    }

    @Test("a token expires after its lifetime")
    func expires() async throws {
        try await withSimulator(.with { $0.tokenLifetime = 60 }) { simulated in
            let acd = try await simulated.acd()
            simulated.clock.advance(by: .seconds(59))
            expect(200, of: try await acd.get("/teams"))
            simulated.clock.advance(by: .seconds(1))
            expect(401, of: try await acd.get("/teams"))
        }
    }

    @Test("rights come from the key's user, count at once, and the refusal says where they are granted")
    func rights() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let agent = try simulated.number(0)
            let calls: [(right: String, call: @Sendable () async throws -> Reply)] = [
                ("states:read", { try await acd.get("/agents/states") }),
                ("states:read", { try await acd.get("/agents/\(agent)/states") }),
                ("states:write", { try await acd.available(agent) }),
                ("agents:logout", { try await acd.post("/agents/\(agent)/logout") }),
                ("agents:read", { try await acd.get("/agents") }),
                ("agents:read", { try await acd.get("/agents/\(agent)") }),
                ("agents:read", { try await acd.get("/teams") }),
                ("agents:read", { try await acd.get("/teams/501/unavailable-codes") }),
                (
                    "schedules:read",
                    {
                        try await acd.caller.post(
                            "/schedules/export",
                            ["startDate": "2026-11-20", "endDate": "2026-11-21", "userID": "nobody"]
                        )
                    }
                ),
                ("history:read", { try await acd.get("/agents/\(agent)/state-history?\(Self.day)") }),
            ]
            let all = KeyRight.allCases.map(\.rawValue)
            for (right, call) in calls {
                let others = all.filter { $0 != right }.map { JSONValue.string($0) }
                expect(200, of: try await simulated.anonymous.put("/simulator/key", ["rights": .array(others)]))
                let refused = try await call()
                #expect(refused.status == 403, "\(right)")
                #expect(refused.body.isEmpty)
                let words = try #require(refused.header("icStatusDescription"))
                #expect(words.contains(right) && words.contains("Security > Roles"))
                expect(200, of: try await simulated.anonymous.put("/simulator/key", ["rights": [.string(right)]]))
                let allowed = try await call()
                #expect([200, 202].contains(allowed.status), "\(right)")
            }
            expect(400, of: try await simulated.anonymous.put("/simulator/key", ["rights": ["everything"]]))
        }
    }

    @Test("any version from 20 up is served; others, and what is no version, answer 404")
    func versions() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            for version in ["v20.0", "v27.0", "v34.0", "v120.0"] {
                #expect(try await ACDCaller(caller: acd.caller, version: version).get("/teams").status == 200, "\(version)")
            }
            for version in ["v19.0", "v0.0", "v30.1", "v30", "30.0", "vx.0", "v-30.0"] {
                let reply = try await ACDCaller(caller: acd.caller, version: version).get("/teams")
                #expect(reply.status == 404, "\(version)")
                #expect(reply.body.isEmpty)
                #expect(reply.header("icStatusDescription") != nil)
            }
            let wrong = try await acd.caller.send(.PUT, "/incontactapi/services/v31.0/teams")
            #expect(wrong.status == 405)
            #expect(wrong.header("allow") == "GET")
        }
    }
}
