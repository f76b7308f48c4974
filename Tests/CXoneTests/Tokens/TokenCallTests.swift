import CXone
import Notation
import Reconciliation
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1))) struct TokenCallTests {
    @Test("by default the credentials and the scopes are in the form") func form() async throws {
        let status = try Fixture.body("status-available")
        try await Tenant.visit(script: { _ in .answer(200, body: status) }) { tenant in
            _ = try await tenant.client.liveStatus(Tenant.userID)
            let request = try #require(tenant.server.tokenRequests.first)
            #expect(request.method == "POST")
            #expect(request.header("Content-Type") == ["application/x-www-form-urlencoded"])
            #expect(
                request.body == "grant_type=client_credentials&client_id=the+client&client_secret=s3cret%26%2B"
                    + "&scope=user%3Astatus%3Awrite+user%3Astatus%3Aread"
            )
            #expect(request.header("Authorization").isEmpty)
            let call = try #require(tenant.server.calls.first)
            #expect(call.header("Authorization") == ["Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjbGllbnQifQ.c2lnbmF0dXJl"])
            #expect(call.header("Accept") == ["application/json"])
            #expect(call.header("User-Agent") == ["wfm-bridge"])
        }
    }

    @Test("as HTTP Basic they are in the header, and a scope set that is empty is not sent") func basic() async throws {
        let status = try Fixture.body("status-available")
        try await Tenant.visit(
            change: { configuration, _ in
                configuration.credentials = .basic
                configuration.statusScopes = []
            },
            script: { _ in .answer(200, body: status) }
        ) { tenant in
            _ = try await tenant.client.liveStatus(Tenant.userID)
            let request = try #require(tenant.server.tokenRequests.first)
            #expect(request.header("Authorization") == ["Basic dGhlIGNsaWVudDpzM2NyZXQmKw=="])
            #expect(request.body == "grant_type=client_credentials")
        }
    }

    @Test("status and history have a token each, asked for once") func realms() async throws {
        let bodies = (try Fixture.body("status-available"), try Fixture.body("history-empty"))
        try await Tenant.visit(script: { $0.path.hasPrefix("/reporting") ? .answer(200, body: bodies.1) : .answer(200, body: bodies.0) }) {
            tenant in
            for _ in 0..<3 {
                _ = try await tenant.client.liveStatus(Tenant.userID)
                _ = try await tenant.client.history(of: Tenant.userID, from: tenant.clock.now - .hours(1), to: tenant.clock.now)
            }
            #expect(tenant.server.tokenRequests.count == 2)
            #expect(Set(tenant.server.tokenRequests.map { $0.body.contains("reporting%3Aread") }) == [true, false])
        }
    }

    @Test("realms with one token endpoint and one scope set share a token") func sharedRealm() async throws {
        let bodies = (try Fixture.body("status-available"), try Fixture.body("history-empty"))
        try await Tenant.visit(
            change: { configuration, _ in configuration.reportingScopes = configuration.statusScopes.reversed() },
            script: { $0.path.hasPrefix("/reporting") ? .answer(200, body: bodies.1) : .answer(200, body: bodies.0) }
        ) { tenant in
            _ = try await tenant.client.liveStatus(Tenant.userID)
            _ = try await tenant.client.history(of: Tenant.userID, from: tenant.clock.now - .hours(1), to: tenant.clock.now)
            #expect(tenant.server.tokenRequests.count == 1)
        }
    }

    @Test("a hundred callers at once make one token request") func singleFlight() async throws {
        let status = try Fixture.body("status-available")
        try await Tenant.visit(script: { _ in .answer(200, body: status) }) { tenant in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask { _ = try await tenant.client.liveStatus(Tenant.userID) }
                }
                try await group.waitForAll()
            }
            #expect(tenant.server.tokenRequests.count == 1)
            #expect(tenant.server.calls.count == 100)
        }
    }

    @Test("one who gives up does not end the flight that others wait for") func cancelledWaiter() async throws {
        let status = try Fixture.body("status-available")
        let token = try Fixture.body("token")
        let arrived = AsyncStream<Void>.makeStream()
        let release = Signal()
        try await Tenant.visit(
            tokens: { _ in
                arrived.continuation.yield()
                return .later(release, 200, body: token)
            },
            script: { _ in .answer(200, body: status) }
        ) { tenant in
            let first = Task { try await tenant.client.liveStatus(Tenant.userID) }
            for await _ in arrived.stream { break }
            let second = Task { try await tenant.client.liveStatus(Tenant.userID) }
            first.cancel()
            await #expect(throws: CXoneFault.cancelled) { try await first.value }
            release.give()
            let seen1 = try await second.value
            #expect(seen1.status == .status(.available))
            #expect(tenant.server.tokenRequests.count == 1)
        }
    }

    @Test("a 401 refreshes the token once and repeats the call once") func refused() async throws {
        let status = try Fixture.body("status-available")
        try await Tenant.visit(
            tokens: { .answer(200, body: #"{"access_token": "token-\#($0.number)", "expires_in": 3600}"#) },
            script: { $0.header("Authorization") == ["Bearer token-1"] ? .answer(401) : .answer(200, body: status) }
        ) { tenant in
            let seen2 = try await tenant.client.liveStatus(Tenant.userID)
            #expect(seen2.status == .status(.available))
            #expect(tenant.server.tokenRequests.count == 2)
            #expect(tenant.server.calls.count == 2)
            #expect(tenant.metrics.value(.cxoneCalls, CXoneCall.status, CallResult.unauthorized) == 1)
            #expect(tenant.metrics.value(.cxoneCalls, CXoneCall.status, CallResult.ok) == 1)
            #expect(tenant.metrics.value(.cxoneCalls, CXoneCall.token, CallResult.ok) == 2)
        }
    }

    @Test("a second 401 is the end of it") func refusedTwice() async throws {
        try await Tenant.visit(script: { _ in .answer(401) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.liveStatus(Tenant.userID) }
            #expect(fault?.label == "unauthorized")
            #expect(tenant.server.calls.count == 2)
            #expect(tenant.server.tokenRequests.count == 2)
        }
    }

    @Test("refused credentials are told from an endpoint that is down, and are not shown again at once")
    func refusedCredentials() async throws {
        let refusal = try Fixture.body("token-refused")
        try await Tenant.visit(tokens: { _ in .answer(401, body: refusal) }, script: { _ in .hang }) { tenant in
            for _ in 0..<3 {
                let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
                #expect(fault?.label == "unauthorized")
                #expect(fault?.description.contains("Client authentication failed") == true)
                for word in ["CXONE_CLIENT_ID", "CXONE_CLIENT_SECRET"] { #expect(fault?.description.contains(word) == true) }
            }
            #expect(tenant.server.tokenRequests.count == 1)
            tenant.clock.advance(by: .seconds(6))
            await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.tokenRequests.count == 2)
            #expect(tenant.server.calls.isEmpty)
        }
    }

    @Test("a scope that is not granted names the rights and where they are granted") func refusedScope() async throws {
        let refusal = try Fixture.body("token-scope-refused")
        try await Tenant.visit(tokens: { _ in .answer(400, body: refusal) }, script: { _ in .hang }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) {
                try await tenant.client.history(of: Tenant.userID, from: tenant.clock.now - .hours(1), to: tenant.clock.now)
            }
            #expect(fault == .forbidden(MissingRight(right: "reporting:read", grantedUnder: "Security > Roles"), call: .token))
            #expect(
                await tenant.client.setStatus(Tenant.userID, to: Wanted(status: .available))
                    == .forbidden(MissingRight(right: "user:status:write user:status:read", grantedUnder: "Applications > API Access"))
            )
        }
    }

    @Test(
        "an endpoint that repeats what it was sent does not get it into a message, whatever it answers",
        arguments: [400, 401, 403, 404, 408, 422, 500, 503],
        [
            #"{"message": "cannot parse client_secret=s3cret%26%2B&scope"}"#, #"{"error": "s3cret&+"}"#,
            #"{"error": "invalid_client", "error_description": "no s3cret%26%2b, s3cret&+ or s3cret\\u0026+"}"#,
            #"{"error": "invalid_request", "error_description": "Authorization: Basic dGhlIGNsaWVudDpzM2NyZXQmKw=="}"#,
        ]
    )
    func echoedSecret(status: Int, body: String) async throws {
        for style in PlatformConfiguration.CredentialStyle.allCases {
            try await Tenant.visit(
                change: { configuration, _ in
                    configuration.credentials = style
                    configuration.readPatience = .zero
                },
                tokens: { _ in .answer(status, headers: ["icStatusDescription": "s3cret&+"], body: body) },
                script: { _ in .hang }
            ) { tenant in
                let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
                let words = try #require(fault).description
                for secret in ["s3cret", "dGhlIGNs", "pzM2NyZXQ"] { #expect(!words.contains(secret), "\(words)") }
            }
        }
    }

    @Test("an answer that is no JSON is not repeated in the place of the fault") func unreadableToken() async throws {
        try await Tenant.visit(tokens: { _ in .answer(200, body: #"{"client_secret=s3cret": {"a": tru}}"#) }, script: { _ in .hang }) {
            tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
            #expect(fault?.label == "unreadable")
            #expect(fault?.description.contains("s3cret") == false)
        }
    }

    @Test("a token endpoint that is down for a moment is asked again within the patience") func passingFault() async throws {
        let user = try Fixture.body("user")
        let token = try Fixture.body("token")
        try await Tenant.visit(
            tokens: { $0.number < 3 ? .answer(503) : .answer(200, body: token) },
            script: { _ in .answer(200, body: user) }
        ) { tenant in
            _ = try await tenant.client.user(Tenant.userID)
            #expect(tenant.server.tokenRequests.count == 3)
        }
    }

    @Test("an early refresh makes nobody wait") func earlyRefresh() async throws {
        let user = try Fixture.body("user")
        try await Tenant.visit(
            tokens: { $0.number == 1 ? .answer(200, body: #"{"access_token": "first", "expires_in": 3600}"#) : .hang },
            script: { _ in .answer(200, body: user) }
        ) { tenant in
            _ = try await tenant.client.user(Tenant.userID)
            tenant.clock.advance(by: .seconds(3_550))
            _ = try await tenant.client.user(Tenant.userID)
            #expect(tenant.server.calls.map { $0.header("Authorization").first } == ["Bearer first", "Bearer first"])
        }
    }
}
