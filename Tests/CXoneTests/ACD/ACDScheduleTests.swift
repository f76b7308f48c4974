import CXone
import NIOHTTP1
import Notation
import Reconciliation
import Synchronization
import Testing

/// Shifts from CXone's own WFM, in the dialect that has no `shiftSchedule`. The clock starts at 2026-11-20T15:00Z.
@Suite(.timeLimit(.minutes(1))) struct ACDScheduleTests {
    private static func visit(
        schedule: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Play,
        agent: String? = nil,
        configuring adjust: @escaping @Sendable (inout ACDConfiguration) -> Void = { _ in },
        test: (ACDTenant) async throws -> Void
    ) async throws {
        let bodies = (codes: try Fixture.acd("codes"), agent: try agent ?? Fixture.acd("agent"), token: try Fixture.acd("token"))
        try await ACDTenant.visit(
            change: { configuration, _ in
                configuration.schedules = .export
                adjust(&configuration)
            },
            plain: { $0.path == "/schedules/export" ? schedule($0) : .answer(200, body: bodies.token) },
            script: { path, _ in path.hasPrefix("teams/") ? .answer(200, body: bodies.codes) : .answer(200, body: bodies.agent) },
            test: test
        )
    }

    private static func exports(_ tenant: ACDTenant) -> [ScriptedServer.Request] {
        tenant.server.requests.filter { $0.path == "/schedules/export" }
    }

    @Test("the shifts of the user behind the agent are read, oldest first; a day off is none")
    func shifts() async throws {
        let body = try Fixture.acd("schedule")
        try await Self.visit(schedule: { _ in .answer(200, body: body) }) { tenant in
            let user = try await tenant.client.user("101")
            func time(_ text: String) throws -> Instant { Instant(microseconds: try RFC3339.parse(text)) }
            #expect(
                user.shifts == [
                    ShiftSegment(start: try time("2026-11-19T18:00:00Z"), end: try time("2026-11-19T22:00:00Z")),
                    ShiftSegment(start: try time("2026-11-20T13:00:00Z"), end: try time("2026-11-20T21:00:00Z")),
                ]
            )
            #expect(user.shiftCheckMissing == nil)
            let request = try #require(Self.exports(tenant).first)
            #expect(request.method == "POST" && request.headers["content-type"] == ["application/json"])
            #expect(request.headers.first(name: "authorization")?.hasPrefix("Bearer ") == true)
            let asked: JSONValue = ["startDate": "2026-11-19", "endDate": "2026-11-25", "userID": "11f0-ada"]
            #expect(try JSONValue(parsing: request.body) == asked)
        }
    }

    @Test("nothing is asked for unless a tenant is configured so")
    func off() async throws {
        try await Self.visit(schedule: { _ in .answer(200) }, configuring: { $0.schedules = .off }) { tenant in
            let user = try await tenant.client.user("101")
            #expect(user.shifts.isEmpty && user.shiftCheckMissing == nil)
            #expect(Self.exports(tenant).isEmpty)
        }
    }

    @Test("one read serves all who ask for the agent meanwhile, for as long as is configured")
    func remembered() async throws {
        let body = try Fixture.acd("schedule")
        try await Self.visit(schedule: { _ in .answer(200, body: body) }, configuring: { $0.schedulesMemory = .minutes(2) }) { tenant in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await tenant.client.user("101").shifts.count } }
                for try await count in group { #expect(count == 2) }
            }
            #expect(Self.exports(tenant).count == 1)
            tenant.clock.advance(by: .seconds(119))
            _ = try await tenant.client.user("101")
            #expect(Self.exports(tenant).count == 1)
            tenant.clock.advance(by: .seconds(2))
            _ = try await tenant.client.user("101")
            #expect(Self.exports(tenant).count == 2)
        }
    }

    @Test("what would put the agent out of shift is read again unless it is recent")
    func again() async throws {
        let body = try Fixture.acd("schedule").replacing("2026-11-20T21:00", with: "2026-11-20T14:00")
        let later = try Fixture.acd("schedule")
        let answers = Mutex([body, body, later])
        try await Self.visit(schedule: { _ in .answer(200, body: answers.withLock { $0.removeFirst() }) }) { tenant in
            let early = try await tenant.client.user("101").shifts
            #expect(early.last?.end == tenant.clock.now - .hours(1))
            #expect(Self.exports(tenant).count == 1, "it is of now")
            tenant.clock.advance(by: .seconds(61))
            #expect(try await tenant.client.user("101").shifts.count == 2)
            #expect(Self.exports(tenant).count == 2)
            tenant.clock.advance(by: .seconds(61))
            #expect(try #require(try await tenant.client.user("101").shifts.last).end > tenant.clock.now)
        }
    }

    @Test(
        "what cannot be read refuses nobody, and why it is not known is said",
        arguments: [
            (403, "", "WFM > Scheduling > Schedule Manager"), (404, "", "404"), (500, "", "500"), (200, "{}", "agentSchedules"),
            (200, #"{"agentSchedules": []}"#, "show none"),
            (200, #"{"agentSchedules": [{"userId": "11f0-ada", "shifts": []}]}"#, "show none"),
            (204, "", "show none"),
            (
                200,
                #"{"agentSchedules": [{"userId": "11f0-ada", "shifts": [{"start": "2026-11-20T13:00:00", "end": "2026-11-20T21:00:00"}]}]}"#,
                "no time with an offset"
            ),
            (
                200,
                #"{"agentSchedules": [{"userId": "other", "shifts": [{"start": "2026-11-20T13:00:00Z", "end": "2026-11-20T14:00:00Z"}]}]}"#,
                "show none"
            ),
        ]
    )
    func unknown(status: Int, body: String, words: String) async throws {
        try await Self.visit(schedule: { _ in .answer(status, body: body) }) { tenant in
            let user = try await tenant.client.user("101")
            #expect(user.roles.contains("Agent") && user.shifts.isEmpty)
            #expect(user.shiftCheckMissing?.contains(words) == true, "\(user.shiftCheckMissing ?? "nil")")
        }
    }

    @Test("an agent of whom the directory shows no user id is not asked for")
    func noUserID() async throws {
        let agent = try Fixture.acd("agent").replacing(#", "userID": "11f0-ada""#, with: "")
        try await Self.visit(schedule: { _ in .answer(200) }, agent: agent) { tenant in
            let user = try await tenant.client.user("101")
            #expect(user.shiftCheckMissing?.contains("user id") == true)
            #expect(Self.exports(tenant).isEmpty)
        }
    }

    @Test("while CXone's WFM is away nobody waits for it a second time, and it is asked again after a minute")
    func away() async throws {
        let body = try Fixture.acd("schedule")
        let isAway = Mutex(true)
        try await Self.visit(schedule: { _ in isAway.withLock { $0 } ? .answer(503) : .answer(200, body: body) }) { tenant in
            for _ in 0..<8 {
                let user = try await tenant.client.user("101")
                #expect(user.shiftCheckMissing?.contains("503") == true)
            }
            #expect(Self.exports(tenant).count == 1)
            isAway.withLock { $0 = false }
            tenant.clock.advance(by: .seconds(61))
            #expect(try await tenant.client.user("101").shifts.count == 2)
        }
    }

    @Test("a WFM that hangs does not stop the ACD: its failures say nothing of that")
    func hanging() async throws {
        let bodies = (codes: try Fixture.acd("codes"), agent: try Fixture.acd("agent"), token: try Fixture.acd("token"))
        try await ACDTenant.visit(
            change: { configuration, _ in
                configuration.schedules = .export
                configuration.callDeadline = .seconds(2)
            },
            plain: { $0.path == "/schedules/export" ? .hang : .answer(200, body: bodies.token) },
            script: { path, request in
                if request.method == "POST" { return .answer(202) }
                let id = path.dropFirst("agents/".count)
                return .answer(
                    200,
                    body: path.hasPrefix("teams/")
                        ? bodies.codes : bodies.agent.replacing("101", with: id).replacing("11f0-ada", with: "user \(id)")
                )
            }
        ) { tenant in
            try await withThrowingTaskGroup(of: User.self) { group in
                for id in 101..<131 { group.addTask { try await tenant.client.user("\(id)") } }
                for try await user in group { #expect(user.shiftCheckMissing?.contains("no answer within") == true) }
            }
            #expect(tenant.client.manners.standing.breaker == .closed)
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .available), until: nil) == .accepted(nil))
        }
    }

    @Test("path and host can be others than the interface's")
    func elsewhere() async throws {
        try await Self.visit(
            schedule: { _ in .answer(500) },
            configuring: { configuration in
                configuration.schedulesURL = configuration.apiURL
                configuration.schedulesPath = "/incontactapi/services/v30.0/wfm/schedules"
            }
        ) { tenant in
            _ = try await tenant.client.user("101")
            #expect(tenant.asked.contains("POST wfm/schedules"))
            #expect(Self.exports(tenant).isEmpty)
        }
    }
}
