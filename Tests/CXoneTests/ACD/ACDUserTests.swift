import CXone
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDUserTests {
    private static func visit(agent: ScriptedServer.Play, state: ScriptedServer.Play = .answer(404), test: (ACDTenant) async throws -> Void)
        async throws
    {
        let bodies = (all: try Fixture.acd("states-all"), codes: try Fixture.acd("codes"))
        try await ACDTenant.visit(
            script: { path, _ in
                if path.hasPrefix("teams/") { return .answer(200, body: bodies.codes) }
                if path.hasPrefix("agents/states") { return .answer(200, body: bodies.all) }
                return path.hasSuffix("/states") ? state : agent
            },
            test: test
        )
    }

    @Test("whoever is active in the directory is an Agent, and what was not checked is said") func active() async throws {
        try await Self.visit(agent: .answer(200, body: try Fixture.acd("agent"))) { tenant in
            let user = try await tenant.client.user("101")
            #expect(user.roles == ["Agent", "Team Lead"])
            #expect(user.roleCheckMissing?.contains("no roles") == true)
            #expect(user.shiftStart == nil && user.shiftEnd == nil)
            #expect(user.offer?.refusal(of: Wanted(status: .training)) == nil)
            #expect(user.offer?.refusal(of: Wanted(status: .busy))?.contains("“Busy”") == true)
            #expect(tenant.asked == ["GET agents/101", "GET teams/7/unavailable-codes?activeOnly=true"])
        }
    }

    @Test("somebody inactive has no role that a policy asks for") func inactive() async throws {
        let body = try Fixture.acd("agent").replacing(#""isActive": true"#, with: #""isActive": false"#)
        try await Self.visit(agent: .answer(200, body: body)) { tenant in
            let user = try await tenant.client.user("101")
            #expect(Set(user.roles).isDisjoint(with: Policy().roles))
        }
    }

    @Test("where the directory may not be read or does not show the agent, a state will do", arguments: [403, 404])
    func byState(status: Int) async throws {
        try await Self.visit(agent: .answer(status), state: .answer(200, body: try Fixture.acd("state-one"))) { tenant in
            let user = try await tenant.client.user("101")
            #expect(user.roles == ["Agent"] && user.roleCheckMissing?.contains("directory does not show") == true)
            #expect(user.offer != nil)
        }
    }

    @Test("without either the agent is unknown, or the right is missing", arguments: [(403, "forbidden"), (404, "not_found")])
    func neither(status: Int, label: String) async throws {
        try await Self.visit(agent: .answer(status)) { tenant in
            // So that a 404 is about the agent.
            _ = try await tenant.live("101")
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user("900") }
            #expect(fault?.label == label)
        }
    }

    @Test("another agent's answer is not taken") func otherAgent() async throws {
        try await Self.visit(agent: .answer(200, body: try Fixture.acd("agent"))) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user("102") }
            #expect(fault?.label == "unreadable")
        }
    }

    @Test("many agents of one team cost one read of its codes") func teamOnce() async throws {
        let agent = try Fixture.acd("agent")
        let codes = try Fixture.acd("codes")
        try await ACDTenant.visit(script: { path, _ in
            path.hasPrefix("teams/")
                ? .answer(200, body: codes) : .answer(200, body: agent.replacing("101", with: String(path.dropFirst("agents/".count))))
        }) { tenant in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 200..<240 {
                    group.addTask { try await tenant.client.user("\(number)").offer != nil }
                }
                for try await hasOffer in group { #expect(hasOffer) }
            }
            #expect(tenant.asked.count { $0.contains("teams/7") } == 1)
        }
    }
}
