import CXone
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDSetStatusTests {
    /// A tenant of agents 101 to 105 whose teams have the recorded codes.
    private static func visit(
        change: @escaping @Sendable (inout ACDConfiguration, Int) -> Void = { _, _ in },
        state: String? = nil,
        post: @escaping @Sendable (String) -> ScriptedServer.Play = { _ in .answer(202) },
        test: (ACDTenant) async throws -> Void
    ) async throws {
        let bodies = (all: try Fixture.acd("states-all"), one: try state ?? Fixture.acd("state-one"), codes: try Fixture.acd("codes"))
        try await ACDTenant.visit(
            change: change,
            script: { path, request in
                if request.method == "POST" { return post(path) }
                if path.hasPrefix("teams/") { return .answer(200, body: bodies.codes) }
                return .answer(200, body: path.hasPrefix("agents/states") ? bodies.all : bodies.one)
            },
            test: test
        )
    }

    @Test("Available is asked for without a code and without a body, and the answer shows nothing", arguments: [200, 202, 204])
    func available(status: Int) async throws {
        try await Self.visit(post: { _ in .answer(status) }) { tenant in
            let answer = await tenant.client.setStatus("101", to: Wanted(status: .available), until: nil)
            #expect(answer == .accepted(nil))
            #expect(tenant.asked == ["POST agents/101/state?state=Available"])
            #expect(tenant.server.requests.last?.body == "")
        }
    }

    @Test(
        "the other statuses and pause reasons are codes of the agent's team",
        arguments: [
            (Wanted(status: .onBreak, pauseReason: "Queue Full"), 11), (Wanted(status: .onBreak), 10), (Wanted(status: .training), 12),
            (Wanted(status: .busy), 10), (Wanted(status: .onBreak, pauseReason: "Manager Meeting"), 14),
        ]
    )
    func codes(wanted: Wanted, id: Int) async throws {
        try await Self.visit(change: { configuration, _ in
            configuration.codes.busy = "Break"
            configuration.codes.reasons["Manager Meeting"] = "manager meeting"
        }) { tenant in
            _ = try await tenant.live("101")
            #expect(await tenant.client.setStatus("101", to: wanted, until: nil) == .accepted(nil))
            #expect(await tenant.client.setStatus("102", to: wanted, until: nil) == .accepted(nil))
            #expect(
                tenant.asked == [
                    "GET agents/states", "GET teams/7/unavailable-codes?activeOnly=true",
                    "POST agents/101/state?state=Unavailable&outStateId=\(id)", "POST agents/102/state?state=Unavailable&outStateId=\(id)",
                ]
            )
        }
    }

    @Test(
        "what the team has no code for is refused in words, and nothing is written",
        arguments: [
            (Wanted(status: .busy), "no unavailable code “Busy”"), (Wanted(status: .onBreak, pauseReason: "Skill Gap"), "not active"),
            (Wanted(status: .onBreak, pauseReason: "Manager Meeting"), "case-sensitive"),
            (Wanted(status: .onBreak, pauseReason: "System Maintenance"), "needs a contact"),
        ]
    )
    func missingCode(wanted: Wanted, words: String) async throws {
        try await Self.visit { tenant in
            guard case .rejected(422, let detail) = await tenant.client.setStatus("101", to: wanted, until: nil) else {
                Issue.record("not rejected")
                return
            }
            #expect(detail.contains(words), "\(detail)")
            #expect(tenant.asked.allSatisfy { $0.hasPrefix("GET") })
        }
    }

    @Test("a code that is missed among those remembered is looked up again before it is refused") func refreshed() async throws {
        let bodies = (one: try Fixture.acd("state-one"), codes: try Fixture.acd("codes"))
        let count = PortOfTest()
        try await ACDTenant.visit(script: { path, request in
            if request.method == "POST" { return .answer(200) }
            guard path.hasPrefix("teams/") else { return .answer(200, body: bodies.one) }
            count.set(count.number + 1)
            return .answer(200, body: count.number == 1 ? bodies.codes : bodies.codes.replacing("Training", with: "Busy"))
        }) { tenant in
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .training), until: nil) == .accepted(nil))
            tenant.clock.advance(by: .seconds(5))
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .busy), until: nil) == .accepted(nil))
            #expect(tenant.asked.last == "POST agents/101/state?state=Unavailable&outStateId=12")
            #expect(count.number == 2)
            tenant.clock.advance(by: .minutes(16))
            _ = await tenant.client.setStatus("101", to: Wanted(status: .busy), until: nil)
            #expect(count.number == 3)
        }
    }

    @Test(
        "a code for after-call work is used on a contact, which a read of now shows",
        arguments: [(3, true), (7, false), (1, false)]
    )
    func afterCall(stateID: Int, isUsed: Bool) async throws {
        try await Self.visit(state: #"{"agentStates": [{"agentId": 101, "agentStateId": \#(stateID), "teamId": 7}]}"#) { tenant in
            let wanted = Wanted(status: .onBreak, pauseReason: "System Maintenance")
            let answer = await tenant.client.setStatus("101", to: wanted, until: nil)
            #expect(answer.label == (isUsed ? "accepted" : "rejected"))
            #expect(tenant.asked.contains("POST agents/101/state?state=Unavailable&outStateId=20") == isUsed)
        }
    }

    @Test(
        "each answer has its meaning; only what may have been carried out is lost",
        arguments: [
            (ScriptedServer.Play.answer(409, headers: ["icStatusDescription": "ACW state without contact"]), "conflict"),
            (.answer(400), "rejected"), (.answer(403), "forbidden"), (.answer(404), "not_found"), (.answer(429), "throttled"),
            (.answer(500), "lost"), (.answer(408), "lost"), (.reset, "lost"), (.close, "lost"), (.hang, "lost"),
        ]
    )
    func answers(play: ScriptedServer.Play, label: String) async throws {
        try await Self.visit(change: { configuration, _ in configuration.callDeadline = .seconds(2) }, post: { _ in play }) { tenant in
            // So that the interface is known to be here, and the token with it.
            _ = try await tenant.live("101")
            let answer = await tenant.client.setStatus("101", to: Wanted(status: .available), until: nil)
            #expect(answer.label == label)
            if case .conflict(let detail) = answer { #expect(detail == "ACW state without contact") }
            if case .forbidden(let right) = answer { #expect(right == .changeAgentState) }
            #expect(tenant.asked.count { $0.hasPrefix("POST") } == 1)
        }
    }

    @Test("a 404 where nothing was ever answered is about the host or the version") func wrongPlace() async throws {
        try await Self.visit(post: { _ in .answer(404) }) { tenant in
            guard case .rejected(404, let detail) = await tenant.client.setStatus("101", to: Wanted(status: .available), until: nil) else {
                Issue.record("not rejected")
                return
            }
            #expect(detail.contains("host or the version"))
        }
    }

    @Test("a 2xx that is none of the configured ones is no yes") func successCodes() async throws {
        try await Self.visit(change: { configuration, _ in configuration.successCodes = [202] }, post: { _ in .answer(200) }) { tenant in
            let answer = await tenant.client.setStatus("101", to: Wanted(status: .available), until: nil)
            #expect(answer.label == "lost")
        }
    }

    @Test("a write for which there is no connection has surely not left") func unreachable() async throws {
        let gone = try await ScriptedServer { _ in .hang }
        let port = gone.port
        try await gone.shutdown()
        try await Self.visit(change: { configuration, _ in configuration.apiURL = try? BaseURL("http://127.0.0.1:\(port)") }) { tenant in
            let answer = await tenant.client.setStatus("101", to: Wanted(status: .available), until: nil)
            #expect(answer.label == "not_sent", "\(answer)")
        }
    }

    @Test("a write whose time was over before it could leave is not sent") func tooLate() async throws {
        try await Self.visit { tenant in
            let answer = await tenant.client.setStatus("101", to: Wanted(status: .available), until: tenant.clock.now - .seconds(1))
            #expect(answer.label == "not_sent", "\(answer)")
            #expect(tenant.asked.isEmpty)
        }
    }

    // MARK: Offline

    @Test("Offline is a code where one is configured") func offlineCode() async throws {
        try await Self.visit(change: { configuration, _ in configuration.codes.offline = "Break" }) { tenant in
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .offline), until: nil) == .accepted(nil))
            #expect(tenant.asked.last == "POST agents/101/state?state=Unavailable&outStateId=10")
        }
    }

    @Test("nobody is logged out unless that is allowed") func logoutOff() async throws {
        try await Self.visit { tenant in
            guard case .rejected(422, let detail) = await tenant.client.setStatus("101", to: Wanted(status: .offline), until: nil) else {
                Issue.record("not rejected")
                return
            }
            #expect(detail.contains("logoutForOffline"))
            #expect(tenant.asked.isEmpty)
        }
    }

    @Test(
        "a logout rests on a read of now, and is never made on what may be a contact",
        arguments: [
            (#""agentStateId": 1, "openContacts": 0"#, "accepted"), (#""agentStateId": 2, "outStateDescription": "Break""#, "accepted"),
            (#""agentStateId": 3"#, "conflict"), (#""agentStateId": 6"#, "conflict"), (#""agentStateId": 7"#, "conflict"),
            (#""agentStateId": 1, "openContacts": 1"#, "conflict"), (#""agentStateId": 1, "contactId": 5"#, "conflict"),
            (#""agentStateId": 2, "isACW": true, "openContacts": 1"#, "conflict"),
            (#""agentStateId": 1, "openContacts": "0", "contactId": "0""#, "accepted"),
            (#""agentStateId": 1, "openContacts": null, "contactId": """#, "accepted"),
            (#""agentStateId": 1, "openContacts": [{"contactId": 5}]"#, "conflict"),
            (#""agentStateId": 1, "openContacts": 0.5"#, "conflict"),
            (#""agentStateId": 1, "openContacts": "some""#, "conflict"), (#""agentStateId": 1, "openContacts": -1"#, "conflict"),
            (#""agentStateId": 1, "contactId": [5], "openContacts": 0"#, "conflict"),
            (#""agentStateId": 1, "contactId": {"id": 5}"#, "conflict"), (#""agentStateId": 1, "contactId": true"#, "conflict"),
        ]
    )
    func logout(state: String, label: String) async throws {
        try await Self.visit(
            change: { configuration, _ in configuration.logoutForOffline = true },
            state: #"{"agentStates": [{"agentId": 101, \#(state)}]}"#
        ) { tenant in
            // The board may say what it likes: the state is read again.
            _ = try await tenant.live("101")
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .offline), until: nil).label == label)
            #expect(tenant.asked.contains("GET agents/101/states"))
            #expect(tenant.asked.contains("POST agents/101/logout") == (label == "accepted"))
        }
    }

    @Test("an id that would be another place is unknown, and nothing is sent", arguments: ["", ".", ".."]) func places(id: String)
        async throws
    {
        try await Self.visit { tenant in
            #expect(await tenant.client.setStatus(id, to: Wanted(status: .available), until: nil) == .notFound)
            #expect(tenant.server.requests.isEmpty)
        }
    }
}
