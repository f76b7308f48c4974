import CXone
import Notation
import Reconciliation
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1))) struct SetStatusCallTests {
    private let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full")

    @Test("the request is what CXone expects, and its answer is an observation") func accepted() async throws {
        let body = try Fixture.body("status-break")
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let answer = await tenant.client.setStatus(Tenant.userID, to: wanted)
            let reading = LiveReading(
                status: .status(.onBreak),
                pauseReason: "Queue Full",
                since: Instant(seconds: 1_795_186_800),
                origin: .response
            )
            #expect(answer == .accepted(reading))
            let call = try #require(tenant.server.calls.first)
            #expect(call.method == "PUT")
            #expect(call.target == "/api/v2/users/12345-abcde-67890/status")
            #expect(call.header("Content-Type") == ["application/json"])
            #expect(call.header("Content-Length") == ["\(call.body.utf8.count)"])
            #expect(
                call.body
                    == #"{"status":"Break","pauseReason":"Queue Full","wrapUpCode":null,"directiveFlags":{"autoAvailable":false,"respectWrapUp":true}}"#
            )
        }
    }

    @Test("a write whose time ran out while a token was fetched does not leave") func tooLateForToken() async throws {
        let body = try Fixture.body("status-break")
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let end = tenant.clock.now
            tenant.clock.advance(by: .microseconds(1))
            guard case .notSent = await tenant.client.setStatus(Tenant.userID, to: wanted, until: end) else {
                Issue.record("it was sent")
                return
            }
            #expect(!tenant.server.calls.contains { $0.method == "PUT" })
            guard case .accepted = await tenant.client.setStatus(Tenant.userID, to: wanted, until: tenant.clock.now) else {
                Issue.record("it was not sent in time")
                return
            }
        }
    }

    @Test("directives and codes are sent as wanted") func directives() async throws {
        let body = try Fixture.body("status-available")
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let wanted = Wanted(status: .available, wrapUpCode: "sold", forceAvailability: true, respectWrapUp: false)
            _ = await tenant.client.setStatus(Tenant.userID, to: wanted)
            #expect(
                tenant.server.calls.first?.body
                    == #"{"status":"Available","pauseReason":null,"wrapUpCode":"sold","directiveFlags":{"autoAvailable":true,"respectWrapUp":false}}"#
            )
        }
    }

    @Test(
        "success without a readable status is success",
        arguments: [
            ScriptedServer.Play.answer(200), .answer(204), .answer(202, body: "queued"), .answer(200, body: "{}"), .answer(200, body: "[]"),
            .answer(200, body: #"{"userId": "another", "status": "Break"}"#),
            .raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"status\": \"Bre"),
        ]
    )
    func acceptedBlindly(play: ScriptedServer.Play) async throws {
        try await Tenant.visit(script: { _ in play }) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted) == .accepted(nil))
            #expect(tenant.server.calls.count == 1)
        }
    }

    @Test(
        "every answer of CXone has its meaning, and none is a reason to write again",
        arguments: [
            (400, WriteAnswer.rejected(http: 400, detail: "because")), (402, .rejected(http: 402, detail: "because")),
            (403, .forbidden(MissingRight(right: "user:status:write", grantedUnder: "Applications > API Access"))), (404, .notFound),
            (405, .rejected(http: 405, detail: "because")), (409, .conflict(detail: "because")),
            (422, .rejected(http: 422, detail: "because")), (408, .lost(detail: "CXone answered 408: because")),
            (302, .lost(detail: "CXone answered 302: because")), (500, .lost(detail: "CXone answered 500: because")),
            (502, .lost(detail: "CXone answered 502: because")), (503, .lost(detail: "CXone answered 503: because")),
        ]
    )
    func answers(status: Int, meaning: WriteAnswer) async throws {
        try await Tenant.visit(script: { _ in .answer(status, body: #"{"message": "because"}"#) }) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted) == meaning)
            #expect(tenant.server.calls.count == 1)
        }
    }

    @Test("recorded refusals give CXone's own words") func words() async throws {
        let bodies = (try Fixture.body("error-400"), try Fixture.body("error-409"))
        try await Tenant.visit(script: { $0.path.contains("first") ? .answer(400, body: bodies.0) : .answer(409, body: bodies.1) }) {
            tenant in
            #expect(
                await tenant.client.setStatus("first", to: wanted)
                    == .rejected(http: 400, detail: "pauseReason is not one of the tenant's reasons")
            )
            #expect(await tenant.client.setStatus("second", to: wanted) == .conflict(detail: "An active wrap-up blocks the change"))
        }
    }

    @Test("words of others are cut and kept on one line") func boundedWords() async throws {
        let long = String(repeating: "x", count: 10_000)
        try await Tenant.visit(script: { _ in .answer(400, body: #"{"message": "a\r\nb\#(long)"}"#) }) { tenant in
            guard case .rejected(400, let detail) = await tenant.client.setStatus(Tenant.userID, to: wanted) else {
                Issue.record("not rejected")
                return
            }
            #expect(detail.hasPrefix("a  bx"))
            #expect(detail.count == 301)
        }
    }

    @Test("a token that CXone repeats is not shown, not even the part of it before the cut") func echoedToken() async throws {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjbGllbnQifQ.c2lnbmF0dXJl"
        let texts = [
            "Authorization: Bearer \(token)", "no \(token.replacing(".", with: "%2E"))", "\(String(repeating: "x", count: 280)) \(token)",
        ]
        try await Tenant.visit(script: { .answer($0.path.contains("500") ? 500 : 400, body: #"{"message": "\#(texts[$0.number % 3])"}"#) })
        {
            tenant in
            for userID in ["400", "400", "400", "500", "500", "500"] {
                let words: String
                switch await tenant.client.setStatus(userID, to: wanted) {
                case .rejected(400, let detail), .lost(let detail): words = detail
                case let answer:
                    Issue.record("\(answer)")
                    continue
                }
                #expect(!words.contains("eyJ") && words.contains("(not shown)"), "\(words)")
            }
        }
    }

    @Test("after a 401 the write is repeated once with a fresh token") func refreshed() async throws {
        let body = try Fixture.body("status-break")
        try await Tenant.visit(script: { $0.number == 2 ? .answer(401) : .answer(200, body: body) }) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted).label == "accepted")
            #expect(tenant.server.calls.count == 2)
            #expect(tenant.server.tokenRequests.count == 2)
        }
    }

    @Test("a write refused twice for its token was not made") func refusedTwice() async throws {
        try await Tenant.visit(script: { _ in .answer(401) }) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted).label == "not_sent")
            #expect(tenant.server.calls.count == 2)
        }
    }

    @Test(
        "a write that left and was not answered is lost, and is not made again",
        arguments: [ScriptedServer.Play.hang, .reset, .close, .raw("HTTP/1.1 2"), .raw("nonsense\r\n\r\n")]
    )
    func lost(play: ScriptedServer.Play) async throws {
        try await Tenant.visit(
            change: { configuration, _ in configuration.callDeadline = .seconds(1) },
            script: { _ in play }
        ) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted).label == "lost")
            #expect(tenant.server.calls.count == 1)
        }
    }

    @Test("a head that says success and a body that never ends are success") func drip() async throws {
        try await Tenant.visit(
            change: { configuration, _ in configuration.callDeadline = .seconds(1) },
            script: { _ in .drip(200, bytes: 100_000) }
        ) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted) == .accepted(nil))
        }
    }

    @Test("a caller who gives up after the write left has lost it") func cancelled() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        try await Tenant.visit(script: { _ in
            arrived.continuation.yield()
            return .hang
        }) { tenant in
            let wanted = wanted
            let call = Task { await tenant.client.setStatus(Tenant.userID, to: wanted) }
            for await _ in arrived.stream { break }
            call.cancel()
            #expect(await call.value.label == "lost")
        }
    }

    @Test(
        "without a token nothing is sent",
        arguments: [ScriptedServer.Play.answer(500), .answer(401), .reset, .hang, .answer(200, body: "?")]
    )
    func withoutToken(play: ScriptedServer.Play) async throws {
        try await Tenant.visit(
            change: { configuration, _ in configuration.callDeadline = .seconds(1) },
            tokens: { _ in play },
            script: { _ in .answer(200) }
        ) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted).label == "not_sent")
            #expect(tenant.server.calls.isEmpty)
        }
    }

    @Test(
        "where no connection comes about nothing is sent",
        arguments: ["http://127.0.0.1:1", "https://127.0.0.1:PORT", "http://no-such-host.invalid"]
    )
    func unreachable(address: String) async throws {
        try await Tenant.visit(
            change: { configuration, port in
                configuration.statusTokenURL = configuration.reportingURL.token
                if let address = try? BaseURL(address.replacing("PORT", with: "\(port)")) { configuration.statusURL = address }
            },
            script: { _ in .answer(200) }
        ) { tenant in
            let answer = await tenant.client.setStatus(Tenant.userID, to: wanted)
            #expect(answer.label == "not_sent", "\(answer)")
            #expect(tenant.server.tokenRequests.count == 1)
            #expect(tenant.server.calls.isEmpty)
        }
    }
}

extension BaseURL {
    /// The token endpoint below the address.
    fileprivate var token: BaseURL? { try? BaseURL("\(self)/oauth/token") }
}
