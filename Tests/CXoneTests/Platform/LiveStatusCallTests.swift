import CXone
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct LiveStatusCallTests {
    private static func isStatus(_ request: ScriptedServer.Request) -> Bool { request.path.hasSuffix("/status") }
    private static func isHistory(_ request: ScriptedServer.Request) -> Bool { request.path.hasPrefix("/reporting") }

    @Test(
        "the live status is read",
        arguments: [
            ("status-available", LiveStatus.status(.available), nil, 1_795_186_500_250_000 as Int64),
            ("status-break", .status(.onBreak), "Queue Full", 1_795_186_800_000_000),
            ("status-label", .notReady(label: "NOT_READY"), nil, 1_795_186_500_000_000),
        ]
    )
    func read(fixture: String, status: LiveStatus, reason: String?, since: Int64) async throws {
        let body = try Fixture.body(fixture)
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let reading = try await tenant.client.liveStatus(Tenant.userID)
            #expect(reading == LiveReading(status: status, pauseReason: reason, since: Instant(microseconds: since), origin: .read))
            #expect(reading.onContact == .unknown)
            #expect(tenant.server.calls.map(\.target) == ["/api/v2/users/12345-abcde-67890/status"])
        }
    }

    @Test(
        "texts of states that nobody knows are unknown, and never Offline",
        arguments: [("UNKNOWN(42)", LiveStatus.unknown(label: "UNKNOWN(42)")), ("Lunch", .unknown(label: "Lunch"))]
    )
    func unknown(text: String, status: LiveStatus) async throws {
        try await Tenant.visit(script: { _ in .answer(200, body: #"{"status": "\#(text)", "timestamp": 1795186800}"#) }) { tenant in
            let reading = try await tenant.client.liveStatus(Tenant.userID)
            #expect(reading.status == status)
            #expect(reading.since == Instant(seconds: 1_795_186_800))
        }
    }

    @Test("an answer about somebody else is unreadable") func mixedUp() async throws {
        try await Tenant.visit(script: { _ in .answer(200, body: #"{"userId": "another", "status": "Offline"}"#) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.liveStatus(Tenant.userID) }
            #expect(fault?.label == "unreadable")
        }
    }

    @Test("where the call is missing the open record stands in, and for a day the call is not tried", arguments: [404, 405])
    func missing(status: Int) async throws {
        let (user, page) = (try Fixture.body("user"), try Fixture.body("history-open"))
        try await Tenant.visit(script: { request in
            if Self.isStatus(request) { return .answer(status) }
            return Self.isHistory(request) ? .answer(200, body: page) : .answer(200, body: user)
        }) { tenant in
            let expected = LiveReading(
                status: .status(.offline),
                since: Instant(seconds: 1_795_017_600),
                origin: .history,
                stateID: 1
            )
            for _ in 0..<3 { #expect(try await tenant.client.liveStatus(Tenant.userID) == expected) }
            #expect(tenant.server.calls.count(where: Self.isStatus) == 1)
            #expect(tenant.server.calls.count(where: Self.isHistory) == 3)
            tenant.clock.advance(by: .hours(24))
            _ = try await tenant.client.liveStatus(Tenant.userID)
            #expect(tenant.server.calls.count(where: Self.isStatus) == 2)
        }
    }

    @Test(
        "a 404 for a user whom CXone does not know, or does not show, is just that",
        arguments: [(404, "not_found"), (403, "forbidden"), (500, "unavailable")]
    )
    func unknownUser(answer: Int, label: String) async throws {
        try await Tenant.visit(script: { Self.isStatus($0) ? .answer(404) : .answer(answer) }) { tenant in
            for _ in 0..<2 {
                let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.liveStatus(Tenant.userID, patience: .zero) }
                #expect(fault?.label == label)
            }
            // It was asked again: nothing was taken for missing.
            #expect(tenant.server.calls.count(where: Self.isStatus) == 2)
            #expect(!tenant.server.calls.contains(where: Self.isHistory))
        }
    }

    @Test("one user without a live status does not make the call missing for all") func oneUser() async throws {
        let (user, status, page) = (try Fixture.body("user"), try Fixture.body("status-available"), try Fixture.body("history-open"))
        try await Tenant.visit(script: { request in
            if Self.isHistory(request) { return .answer(200, body: page) }
            if Self.isStatus(request) { return request.path.contains("nobody") ? .answer(404) : .answer(200, body: status) }
            return .answer(200, body: user)
        }) { tenant in
            _ = try await tenant.client.liveStatus(Tenant.userID)
            let seen1 = try await tenant.client.liveStatus("nobody")
            #expect(seen1.origin == .history)
            let seen2 = try await tenant.client.liveStatus(Tenant.userID)
            #expect(seen2.origin == .read)
        }
    }

    @Test("an empty history is looked back on for 7, then 31 days, and is then unknown") func empty() async throws {
        let (user, page) = (try Fixture.body("user"), try Fixture.body("history-empty"))
        try await Tenant.visit(script: { request in
            if Self.isStatus(request) { return .answer(404) }
            return Self.isHistory(request) ? .answer(200, body: page) : .answer(200, body: user)
        }) { tenant in
            let reading = try await tenant.client.liveStatus(Tenant.userID)
            #expect(reading == LiveReading(status: .unknown(label: "UNKNOWN"), origin: .history))
            let starts = tenant.server.calls.filter(Self.isHistory).compactMap { $0.query.first { $0.hasPrefix("start_date_time=") } }
            #expect(
                starts == [
                    "start_date_time=2026-11-19T15%3A00%3A00%2B00%3A00", "start_date_time=2026-11-13T15%3A00%3A00%2B00%3A00",
                    "start_date_time=2026-10-20T15%3A00%3A00%2B00%3A00",
                ]
            )
        }
    }

    @Test("a history whose newest record has ended says nothing about now") func ended() async throws {
        let (user, page) = (try Fixture.body("user"), try Fixture.body("history-ended"))
        try await Tenant.visit(script: { request in
            if Self.isStatus(request) { return .answer(405) }
            return Self.isHistory(request) ? .answer(200, body: page) : .answer(200, body: user)
        }) { tenant in
            let seen3 = try await tenant.client.liveStatus(Tenant.userID)
            #expect(seen3.status == .unknown(label: "UNKNOWN"))
            #expect(tenant.server.calls.count(where: Self.isHistory) == 1)
        }
    }

    @Test("a history that cannot be read is a fault, and not an unknown status") func unreadableHistory() async throws {
        let user = try Fixture.body("user")
        try await Tenant.visit(script: { request in
            if Self.isStatus(request) { return .answer(404) }
            return Self.isHistory(request) ? .answer(403) : .answer(200, body: user)
        }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.liveStatus(Tenant.userID) }
            #expect(fault == .forbidden(MissingRight(right: "reporting:read", grantedUnder: "Security > Roles"), call: .history))
        }
    }
}
