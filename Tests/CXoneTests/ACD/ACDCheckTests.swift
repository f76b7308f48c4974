import CXone
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDCheckTests {
    @Test("a tenant is looked at from address to codes, and nothing is changed") func whole() async throws {
        let bodies = (
            all: try Fixture.acd("states-all"), one: try Fixture.acd("state-one"), codes: try Fixture.acd("codes"),
            agent: try Fixture.acd("agent"), history: try Fixture.acd("history-older-version")
        )
        let token = try Fixture.acd("token")
        try await ACDTenant.visit(
            plain: { $0.path == "/" ? .answer(404, headers: ["Date": "Fri, 20 Nov 2026 15:00:00 GMT"]) : .answer(200, body: token) },
            script: { path, _ in
                if path.hasPrefix("teams/") { return .answer(200, body: bodies.codes) }
                if path.hasPrefix("agents/states") { return .answer(200, body: bodies.all) }
                if path.contains("state-history") { return .answer(200, body: bodies.history) }
                return .answer(200, body: path.hasSuffix("/states") ? bodies.one : bodies.agent)
            }
        ) { tenant in
            let findings = await tenant.client.check(userID: "101", now: tenant.clock.now)
            func words(_ mark: CXoneFinding.Mark) -> String {
                findings.filter { $0.mark == mark }.map { "\($0.subject): \($0.words)" }.joined(separator: "\n")
            }
            for text in [
                "addresses: http://127.0.0.1", "clock: agrees", "token: given", "states of all agents: 5",
                "agent 101: in the directory: team 7",
                "state of 101: Available", "history of 101: 1 state records", "codes of team 7: 2 of 8",
            ] { #expect(words(.well).contains(text), "\(text) in \(words(.well))") }
            for text in ["no TLS", "“Queue Full” ends after 15 minutes", "Offline will be refused", "changing states: not tried"] {
                #expect(words(.doubtful).contains(text), "\(text) in \(words(.doubtful))")
            }
            for text in [
                "Busy: team 7 has no unavailable code “Busy”",
                "Break (Skill Gap): the unavailable code “Skill Gap” of team 7 is not active",
                "“manager meeting”, and names are case-sensitive", "is for after-call work", "Break (IT Issue)",
            ] { #expect(words(.wrong).contains(text), "\(text) in \(words(.wrong))") }
            #expect(tenant.asked.allSatisfy { $0.hasPrefix("GET") })
            #expect(tenant.asked.contains("GET teams/7/unavailable-codes?activeOnly=false"))
        }
    }

    @Test("the right to read schedules is tried where they are configured", arguments: [(200, ""), (403, "Schedule Manager: View")])
    func schedule(status: Int, words: String) async throws {
        let (agent, schedule, token) = (try Fixture.acd("agent"), try Fixture.acd("schedule"), try Fixture.acd("token"))
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.schedules = .export },
            plain: { $0.path == "/schedules/export" ? .answer(status, body: schedule) : .answer(200, body: token) },
            script: { _, _ in .answer(200, body: agent) }
        ) { tenant in
            let findings = await tenant.client.check(userID: "101", now: tenant.clock.now)
            let finding = try #require(findings.first { $0.subject == "schedule of 101" })
            #expect(finding.mark == (status == 200 ? .well : .wrong))
            #expect(finding.words.contains(status == 200 ? "2 shifts" : words), "\(finding.words)")
        }
    }

    @Test("without a token nothing else is tried") func noToken() async throws {
        try await ACDTenant.visit(plain: { $0.path == "/" ? .answer(200) : .answer(401) }, script: { _, _ in .hang }) { tenant in
            let findings = await tenant.client.check(userID: "101", now: tenant.clock.now)
            #expect(findings.last?.mark == .wrong && findings.last?.subject == "token")
            #expect(tenant.asked.isEmpty)
        }
    }

    @Test("each missing right is named with where it is granted") func rights() async throws {
        try await ACDTenant.visit(script: { _, _ in .answer(403) }) { tenant in
            let wrong = await tenant.client.check(userID: "101", now: tenant.clock.now).filter { $0.mark == .wrong }.map(\.words).joined()
            for right in [MissingRight.viewAgentStates, .viewAgents, .viewStateHistory] {
                #expect(wrong.contains(right.right) && wrong.contains(right.grantedUnder), "\(right)")
            }
        }
    }
}
