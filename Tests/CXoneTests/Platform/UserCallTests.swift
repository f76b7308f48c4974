import CXone
import Reconciliation
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1))) struct UserCallTests {
    @Test("roles and shift are read") func user() async throws {
        let body = try Fixture.body("user")
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let user = try await tenant.client.user(Tenant.userID)
            #expect(
                user
                    == User(
                        roles: ["Agent", "Supervisor"],
                        shiftStart: Instant(seconds: 1_795_168_800),
                        shiftEnd: Instant(seconds: 1_795_197_600)
                    )
            )
            #expect(tenant.server.calls.map(\.target) == ["/api/v2/users/12345-abcde-67890"])
            #expect(tenant.metrics.histogram(.cxoneCallSeconds, CXoneCall.user)?.count == 1)
        }
    }

    @Test("ends of a shift that are absent or null are not known") func openShift() async throws {
        let body = try Fixture.body("user-without-shift")
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let seen1 = try await tenant.client.user(Tenant.userID)
            #expect(seen1 == User(roles: ["Agent"]))
        }
    }

    @Test(
        "an id reaches CXone as one segment",
        arguments: [
            ("a/b", "a%2Fb"), ("../../x", "..%2F..%2Fx"), ("50%2F", "50%252F"), ("a?b#c", "a%3Fb%23c"), ("me@host:1", "me%40host%3A1"),
            ("ü", "%C3%BC"),
        ]
    )
    func encoding(id: String, segment: String) async throws {
        try await Tenant.visit(script: { _ in .answer(404) }) { tenant in
            await #expect(throws: CXoneFault.notFound(call: .user)) { try await tenant.client.user(id) }
            #expect(tenant.server.calls.map(\.target) == ["/api/v2/users/\(segment)"])
        }
    }

    @Test("an id that would be another place is unknown, and nothing is sent", arguments: ["", ".", ".."])
    func places(id: String) async throws {
        try await Tenant.visit(script: { _ in .hang }) { tenant in
            await #expect(throws: CXoneFault.notFound(call: .user)) { try await tenant.client.user(id) }
            await #expect(throws: CXoneFault.notFound(call: .status)) { try await tenant.client.liveStatus(id) }
            #expect(await tenant.client.setStatus(id, to: Wanted(status: .offline)) == .notFound)
            #expect(tenant.server.requests.isEmpty)
        }
    }

    @Test(
        "every answer has its fault, and only those that may pass are tried again",
        arguments: [
            (301, "bad_request", false), (400, "bad_request", false), (403, "forbidden", false), (404, "not_found", false),
            (405, "bad_request", false), (408, "unavailable", true), (410, "bad_request", false), (418, "bad_request", false),
            (429, "throttled", true), (500, "unavailable", true), (502, "unavailable", true), (503, "unavailable", true),
            (504, "unavailable", true), (599, "unavailable", true),
        ]
    )
    func statuses(status: Int, label: String, again: Bool) async throws {
        try await Tenant.visit(jitter: 0.9, script: { _ in .answer(status, body: #"{"message": "because"}"#) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
            #expect(fault?.label == label)
            #expect((tenant.server.calls.count > 1) == again)
            #expect(tenant.clock.sleeps.reduce(0, +) <= 5)
            #expect((tenant.metrics.value(.cxoneRetries, CXoneCall.user) ?? 0) == Double(tenant.server.calls.count - 1))
        }
    }

    @Test("a redirect is not followed") func redirect() async throws {
        try await Tenant.visit(script: { request in
            request.path == "/elsewhere" ? .answer(200, body: "{}") : .answer(302, headers: ["Location": "/elsewhere"])
        }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
            #expect(fault?.description.contains("redirects") == true)
            #expect(tenant.server.calls.map(\.path) == ["/api/v2/users/12345-abcde-67890"])
        }
    }

    @Test(
        "a fault that passes is not seen",
        arguments: [
            ScriptedServer.Play.reset, .close, .answer(500), .answer(408), .raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"ro"),
        ]
    )
    func passes(first: ScriptedServer.Play) async throws {
        let body = try Fixture.body("user")
        try await Tenant.visit(script: { $0.number == 2 ? first : .answer(200, body: body) }) { tenant in
            let seen2 = try await tenant.client.user(Tenant.userID)
            #expect(seen2.roles == ["Agent", "Supervisor"])
            #expect(tenant.server.calls.count == 2)
        }
    }

    @Test(
        "an answer that makes no sense is unreadable, and not a user without roles",
        arguments: [
            "", "[]", "null", "{", "{}", #"{"roles": null}"#, #"{"roles": "Agent"}"#, #"{"roles": [], "shiftSchedule": 5}"#,
            #"{"roles": [], "shiftSchedule": {"start": 1e300}}"#, #"{"roles": [], "roles": []}"#,
            #"{"roles": [], "shiftSchedule": {"start": "soon"}}"#,
        ]
    )
    func unreadable(body: String) async throws {
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
            #expect(fault?.label == "unreadable")
            #expect(tenant.server.calls.count == 1)
        }
    }

    @Test("a body beyond the limit is thrown away") func oversized() async throws {
        try await Tenant.visit(
            change: { configuration, _ in configuration.responseLimit = 1_000 },
            script: { _ in .answer(200, body: String(repeating: " ", count: 1_001)) }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(Tenant.userID) }
            #expect(fault == .unreadable(detail: "it has more than 1000 bytes", call: .user))
            #expect(tenant.metrics.value(.cxoneCalls, CXoneCall.user, CallResult.oversized) == 1)
        }
    }

    @Test("the deadline holds for head and body", arguments: [ScriptedServer.Play.hang, .drip(200, bytes: 10_000)])
    func deadline(play: ScriptedServer.Play) async throws {
        let body = try Fixture.body("user")
        try await Tenant.visit(
            change: { configuration, _ in configuration.callDeadline = .seconds(1) },
            script: { $0.path.hasSuffix("/first") ? .answer(200, body: body) : play }
        ) { tenant in
            // So that the token is there, and only the call itself can run out of time.
            _ = try await tenant.client.user("first", patience: .minutes(1))
            let began = ContinuousClock.now
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user("second", patience: .zero) }
            #expect(fault?.label == "unavailable")
            #expect(ContinuousClock.now - began >= .milliseconds(990))
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(tenant.metrics.value(.cxoneCalls, CXoneCall.user, CallResult.timedOut) == 1)
        }
    }

    @Test("one who gives up is told so at once") func cancelled() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        try await Tenant.visit(script: { _ in
            arrived.continuation.yield()
            return .hang
        }) { tenant in
            let call = Task { try await tenant.client.user(Tenant.userID) }
            for await _ in arrived.stream { break }
            call.cancel()
            await #expect(throws: CXoneFault.cancelled) { try await call.value }
        }
    }
}
