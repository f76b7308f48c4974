import Bridge
import Notation
import Reconciliation
import Rehearsal
import Testing
import WebhookSignature

@Suite("A source asks for its own changes")
struct OwnChangesTests {
    private static func ask(_ rig: Rig, _ query: String, source: String = "wfm", keys: [WebhookKey]? = nil) async throws -> RigAnswer {
        try await rig.send(
            "GET",
            rig.intakeURL + "/v1/sources/\(source)/status-changes" + query,
            headers: try rig.signed([], keys: keys)
        )
    }

    @Test("It is told what became of them, by agent and reference, and nothing of another source's")
    func own() async throws {
        let otherKey = try WebhookKey.generate()
        let options = Rig.Options(adjust: { setup in
            var other = setup.sources[0]
            other.name = SourceName("other")
            other.keys = KeyRing([.init(key: otherKey, id: "o")])
            setup.sources.append(other)
        })
        try await Rig.with(options) { rig in
            let agent = rig.roster.ids[0]
            let id = try await rig.change(["userId": .string(agent), "status": "Training", "reference": "r1"])
            _ = try await rig.end(of: id)
            let found = try await Self.ask(rig, "?userId=\(agent.percentEncoded)&reference=r1")
            #expect(found.status == 200, "\(found.text)")
            #expect(found.json?["changes"]?.array == [try await rig.story(id)])
            #expect(try await Self.ask(rig, "?userId=\(agent.percentEncoded)&reference=r2").json?["changes"]?.array?.isEmpty == true)
            let others = try await Self.ask(rig, "?userId=\(agent.percentEncoded)", source: "other", keys: [otherKey])
            #expect(others.status == 200 && others.json?["changes"]?.array?.isEmpty == true, "\(others.text)")
            let forged = try await Self.ask(rig, "?userId=a", source: "other")
            #expect(forged.flawsAsProblem(status: 401, code: "no_matching_signature").isEmpty, "\(forged.text)")
            #expect(try await Self.ask(rig, "").flawsAsProblem(status: 422, code: "missing_field").isEmpty)
            #expect(try await Self.ask(rig, "?userId=a%20b").flawsAsProblem(status: 422, code: "invalid_user_id").isEmpty)
        }
    }
}
