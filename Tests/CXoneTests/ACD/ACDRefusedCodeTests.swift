import CXone
import Reconciliation
import Synchronization
import Testing

/// Codes that CXone refuses: those that are remembered are read afresh, and the write is made once more if that changes it.
@Suite(.timeLimit(.minutes(1))) struct ACDRefusedCodeTests {
    @Test("a refused code of which the team has another one by now is asked for again, once, for all who run into it")
    func renewed() async throws {
        let codes = try Fixture.acd("codes")
        let states = try Fixture.acd("states-all")
        let isRenewed = Mutex(false)
        try await ACDTenant.visit(script: { path, request in
            if request.method == "POST" { return .answer(path.hasSuffix("=11") && isRenewed.withLock { $0 } ? 400 : 202) }
            if path.hasPrefix("teams/") {
                return .answer(200, body: isRenewed.withLock { $0 } ? codes.replacing(#"Id": 11"#, with: #"Id": 111"#) : codes)
            }
            return path.hasSuffix("states") ? .answer(200, body: states) : .answer(404)
        }) { tenant in
            let client = tenant.client
            let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full")
            _ = try await tenant.live("101")
            #expect(await client.setStatus("101", to: wanted, until: nil) == .accepted(nil))
            isRenewed.withLock { $0 = true }
            async let one = client.setStatus("101", to: wanted, until: nil)
            async let other = client.setStatus("102", to: wanted, until: nil)
            #expect(await [one, other] == [.accepted(nil), .accepted(nil)])
            #expect(tenant.asked.count { $0.hasSuffix("101/state?state=Unavailable&outStateId=111") } == 1)
            #expect(tenant.asked.count { $0.hasSuffix("102/state?state=Unavailable&outStateId=111") } == 1)
            #expect(await client.setStatus("102", to: wanted, until: nil) == .accepted(nil))
            #expect(tenant.asked.count { $0.hasSuffix("102/state?state=Unavailable&outStateId=11") } == 1, "it is remembered")
        }
    }

    /// A tenant whose directory says that agent 101 is in team 8 by now, while the board still says 7; the codes of 8 are others.
    private static func moved(
        directory: ScriptedServer.Play? = nil,
        codes play: ScriptedServer.Play? = nil,
        test: (ACDTenant) async throws -> Void
    ) async throws {
        let codes = try Fixture.acd("codes")
        let others = codes.replacing(#"Id": 1"#, with: #"Id": 81"#)
        let bodies = (
            all: try Fixture.acd("states-all"), one: try Fixture.acd("state-one").replacing(#""teamId": 7"#, with: #""teamId": 8"#)
        )
        let agent = try Fixture.acd("agent").replacing(#""teamId": 7"#, with: #""teamId": 8"#)
        try await ACDTenant.visit(
            script: { path, request in
                if request.method == "POST" {
                    return .answer(path.contains("outStateId=81") ? 202 : 400, body: #"{"message": "no such code"}"#)
                }
                if path.hasPrefix("teams/7") { return .answer(200, body: codes) }
                if path.hasPrefix("teams/8") { return play ?? .answer(200, body: others) }
                if path.hasPrefix("agents/states?") { return .answer(204) }
                if path.hasPrefix("agents/states") { return .answer(200, body: bodies.all) }
                return path == "agents/101" ? directory ?? .answer(200, body: agent) : .answer(200, body: bodies.one)
            },
            test: test
        )
    }

    @Test("an agent who changed the team without changing the state gets the new team's code", arguments: [200, 403, 404])
    func movedAgent(directory: Int) async throws {
        try await Self.moved(directory: directory == 200 ? nil : .answer(directory)) { tenant in
            _ = try await tenant.live("101")
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .training), until: nil) == .accepted(nil))
            #expect(
                tenant.asked.filter { $0.hasPrefix("POST") } == [
                    "POST agents/101/state?state=Unavailable&outStateId=12", "POST agents/101/state?state=Unavailable&outStateId=812",
                ]
            )
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .training), until: nil) == .accepted(nil))
            #expect(tenant.asked.count { $0.hasPrefix("POST") } == 3, "it is remembered")
        }
    }

    @Test("what the directory says of the team is not undone by what the board has held since before") func board() async throws {
        try await Self.moved { tenant in
            _ = try await tenant.live("101")
            _ = try await tenant.client.user("101")
            tenant.clock.advance(by: .seconds(2))
            _ = try await tenant.live("101")
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .training), until: nil) == .accepted(nil))
            #expect(tenant.asked.filter { $0.hasPrefix("POST") } == ["POST agents/101/state?state=Unavailable&outStateId=812"])
        }
    }

    @Test("what cannot be read afresh after a refusal fails nothing for good") func unreadAfterRefusal() async throws {
        try await Self.moved(codes: .answer(500)) { tenant in
            _ = try await tenant.live("101")
            #expect(await tenant.client.setStatus("101", to: Wanted(status: .training), until: nil).label == "not_sent")
        }
    }

    @Test("a refusal of the code that the team still has is one, and nothing is written a second time") func sameCode() async throws {
        let bodies = (all: try Fixture.acd("states-all"), agent: try Fixture.acd("agent"), codes: try Fixture.acd("codes"))
        try await ACDTenant.visit(script: { path, request in
            if request.method == "POST" { return .answer(400, body: #"{"message": "because"}"#) }
            if path.hasPrefix("teams/") { return .answer(200, body: bodies.codes) }
            return .answer(200, body: path.hasSuffix("states") ? bodies.all : bodies.agent)
        }) { tenant in
            _ = try await tenant.live("101")
            let answer = await tenant.client.setStatus("101", to: Wanted(status: .training), until: nil)
            #expect(answer == .rejected(http: 400, detail: "because"))
            #expect(tenant.asked.count { $0.hasPrefix("POST") } == 1)
        }
    }
}
