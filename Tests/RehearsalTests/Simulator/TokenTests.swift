import Foundation
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct TokenTests {
    private let form = "grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret"

    private func basic(_ text: String) -> (String, String) {
        ("authorization", "Basic \(Data(text.utf8).base64EncodedString())")
    }

    @Test("credentials in the form give a token with all scopes")
    func credentialsInForm() async throws {
        try await withSimulator { simulated in
            let reply = try await simulated.anonymous.postForm("/oauth/token", form)
            #expect(reply.status == 200)
            #expect(reply.json["token_type"]?.string == "Bearer")
            #expect(reply.json["expires_in"]?.int == 3_600)
            let scope = try #require(reply.json["scope"]?.string)
            #expect(scope == "user:read user:status:read user:status:write reporting:read admin:users:read")
            #expect(reply.header("cache-control") == "no-store")
            #expect(try #require(reply.json["access_token"]?.string).count > 20)
        }
    }

    @Test("credentials as HTTP Basic give a token, and the scope asked for is the scope given")
    func credentialsAsBasic() async throws {
        try await withSimulator { simulated in
            let reply = try await simulated.anonymous.postForm(
                "/oauth/token",
                "grant_type=client_credentials&scope=user:status:write+user%3Astatus%3Aread",
                headers: [basic("simulator:simulator-secret")]
            )
            #expect(reply.status == 200)
            #expect(reply.json["scope"]?.string == "user:status:read user:status:write")
        }
    }

    @Test("secrets with special characters work encoded and, as Basic, as they are")
    func percentEncodedCredentials() async throws {
        let configuration = SimulatorConfiguration.with {
            $0.clientID = "wfm bridge"
            $0.clientSecret = Secret("p+%: ä")
        }
        try await withSimulator(configuration) { simulated in
            let call = { (form: String, headers: [(String, String)]) in
                try await simulated.anonymous.postForm("/oauth/token", "grant_type=client_credentials" + form, headers: headers)
            }
            expect(200, of: try await call("&client_id=wfm+bridge&client_secret=p%2B%25%3A%20%C3%A4", []))
            expect(200, of: try await call("", [basic("wfm bridge:p+%: ä")]))
            expect(200, of: try await call("", [basic("wfm+bridge:p%2B%25%3a+%C3%A4")]))
            expect(401, of: try await call("&client_id=wfm+bridge&client_secret=p+%25%3A%20%C3%A4", []))
        }
    }

    @Test(
        "what is wrong with a token request is said as RFC 6749 has it",
        arguments: [
            ("grant_type=client_credentials&client_id=simulator&client_secret=wrong", 401, "invalid_client"),
            ("grant_type=client_credentials&client_id=nobody&client_secret=simulator-secret", 401, "invalid_client"),
            ("grant_type=client_credentials&client_id=simulator", 401, "invalid_client"),
            ("grant_type=client_credentials", 401, "invalid_client"),
            ("client_id=simulator&client_secret=simulator-secret", 400, "invalid_request"),
            ("grant_type=password&client_id=simulator&client_secret=simulator-secret", 400, "unsupported_grant_type"),
            ("grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret&scope=all", 400, "invalid_scope"),
            ("grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request"),
            ("grant_type=%zz", 400, "invalid_request"),
        ]
    )
    func badRequests(form: String, status: Int, code: String) async throws {
        try await withSimulator { simulated in
            let reply = try await simulated.anonymous.postForm("/oauth/token", form)
            #expect(reply.status == status)
            #expect(reply.json["error"]?.string == code)
            #expect(reply.json["error_description"]?.string?.isEmpty == false)
            #expect((reply.header("www-authenticate") != nil) == (status == 401))
        }
    }

    @Test("a body that is no form, and Basic that is none, are refused")
    func wrongShape() async throws {
        try await withSimulator { simulated in
            let json = try await simulated.anonymous.send(
                .POST,
                "/oauth/token",
                headers: [("content-type", "application/json")],
                body: Array(#"{"grant_type": "client_credentials"}"#.utf8)
            )
            #expect(json.status == 400)
            #expect(json.json["error"]?.string == "invalid_request")
            for header in ["Basic !!!", "Bearer x", "Basic"] {
                let reply = try await simulated.anonymous.postForm("/oauth/token", form, headers: [("authorization", header)])
                #expect(reply.status == 401, "\(header)")
            }
            let wrong = try await simulated.anonymous.postForm("/oauth/token", form, headers: [basic("simulator:wrong")])
            #expect(wrong.status == 401, "right in the form does not make up for wrong in the header")
        }
    }

    @Test("a token expires after its lifetime, by the simulator's clock")
    func tokensExpire() async throws {
        try await withSimulator(.with { $0.tokenLifetime = 60 }) { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)"
            expect(200, of: try await caller.get(path))
            simulated.clock.advance(by: .seconds(59))
            expect(200, of: try await caller.get(path))
            simulated.clock.advance(by: .seconds(1))
            let late = try await caller.get(path)
            #expect(late.status == 401)
            #expect(late.header("www-authenticate")?.contains("invalid_token") == true)
            expect(200, of: try await simulated.caller().get(path))
        }
    }

    @Test("tokens differ from each other, and those of an earlier run are unknown to the next")
    func tokensAreOwn() async throws {
        let first = try await withSimulator { simulated in
            let tokens = [try await simulated.token(), try await simulated.token()]
            #expect(tokens[0] != tokens[1])
            return tokens[0]
        }
        let clock = ManualClock()
        clock.advance(by: .seconds(30))
        try await withSimulator(clock: clock) { simulated in
            _ = try await simulated.token()
            let caller = Caller(base: simulated.base, headers: [("authorization", "Bearer \(first)")])
            expect(401, of: try await caller.get("/api/v2/users/\(try simulated.ordinary)"))
        }
    }
}
