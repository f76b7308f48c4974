import Bridge
import Notation
import Rehearsal
import Testing

@Suite("Cancellations")
struct WithdrawalTests {
    /// 2026-11-20T15:00:00Z, and it stays so: changes for later stay open.
    private static let clock = Rig.Options(clock: .stopped(at: 1_795_186_800_000_000))

    private static func later(_ user: String, _ reference: String? = nil) -> JSONObject {
        [
            "userId": .string(user), "status": "Training", "effectiveAt": "2026-11-20T16:00:00Z", "reference": .string(orNull: reference),
        ]
    }

    private static func cancel(_ members: JSONObject) -> [UInt8] {
        var object: JSONObject = ["event": "agent_status_changes_cancelled"]
        for (name, value) in members { object[name] = value }
        return JSONValue.object(object).encoded()
    }

    @Test("References are cancelled one by one, those of no open change are refused in their places")
    func references() async throws {
        try await Rig.with(Self.clock) { rig in
            let one = try #require(try await rig.push(Self.later("a", "r1")).changeID)
            let two = try #require(try await rig.push(Self.later("b", "r2")).changeID)
            let kept = try #require(try await rig.push(Self.later("a", "r3")).changeID)
            let answer = try await rig.push(Self.cancel(["references": ["r2", "nobody's", "r1"], "more": 1]))
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer.changes.map { $0["changeId"]?.string } == [two, nil, one])
            #expect(answer.changes.map { $0["state"]?.string } == ["scheduled", "refused", "scheduled"])
            #expect(answer.changes.map { $0["userId"]?.string } == ["b", nil, "a"])
            #expect(answer.changes[1]["code"]?.string == "unknown_reference")
            #expect(answer.warnings.map { $0["pointer"]?.string } == ["/more"])
            for id in [one, two] {
                let event = try await rig.event(of: id)
                #expect(event["event"]?.string == "agent_status_update_failed" && event["outcome"]?.string == "cancelled")
                #expect(try await rig.story(id)["state"]?.string == "cancelled")
            }
            #expect(try await rig.story(kept)["state"]?.string == "scheduled")
        }
    }

    @Test("All open changes of an agent are cancelled, and cancelling nothing is no fault")
    func agent() async throws {
        try await Rig.with(Self.clock) { rig in
            let ids = [try await rig.push(Self.later("a")), try await rig.push(Self.later("a", "r"))].compactMap(\.changeID)
            let other = try #require(try await rig.push(Self.later("b")).changeID)
            let answer = try await rig.push(Self.cancel(["userId": "a"]))
            #expect(answer.status == 202)
            #expect(answer.changes.compactMap { $0["changeId"]?.string } == ids)
            for id in ids { #expect(try await rig.event(of: id)["outcome"]?.string == "cancelled") }
            #expect(try await rig.story(other)["state"]?.string == "scheduled")
            let again = try await rig.push(Self.cancel(["userId": "a"]))
            #expect(again.status == 202 && again.changes.isEmpty, "\(again.text)")
        }
    }

    @Test("A source cancels only its own")
    func ownOnly() async throws {
        try await Rig.with(Self.clock) { rig in
            let answer = try await rig.operators(
                "PUT",
                "/v1/agents/\(rig.roster.ids[0])/status",
                ["status": "Training"]
            )
            #expect(answer.status == 200 || answer.status == 409)
            let cancelled = try await rig.push(Self.cancel(["userId": .string(rig.roster.ids[0])]))
            #expect(cancelled.changes.isEmpty, "\(cancelled.text)")
        }
    }

    @Test("A repeated cancellation is answered as the first was; references that fit nothing use up no id")
    func repeated() async throws {
        try await Rig.with(Self.clock) { rig in
            let nothing = try await rig.push(Self.cancel(["references": ["r1"]]), id: "msg_1")
            #expect(nothing.flawsAsProblem(status: 422, code: "unknown_reference").isEmpty, "\(nothing.text)")
            #expect(nothing.errors.map { $0["pointer"]?.string } == ["/references/0"])
            _ = try await rig.push(Self.later("a", "r1"))
            let first = try await rig.push(Self.cancel(["references": ["r1"]]), id: "msg_1")
            #expect(first.status == 202)
            let second = try await rig.push(Self.cancel(["references": ["r1"]]), id: "msg_1")
            #expect(second.status == 200 && second.json?["duplicate"]?.bool == true)
            #expect(second.changes == first.changes)
            let other = try await rig.push(Self.cancel(["userId": "a"]), id: "msg_1")
            #expect(other.flawsAsProblem(status: 409, code: "id_reused").isEmpty, "\(other.text)")
        }
    }

    @Test(
        "What does not say what is to be cancelled is refused, with a pointer",
        arguments: [
            (#"{}"#, 422, "missing_field", "/references"),
            (#"{"references": ["r"], "userId": "a"}"#, 422, "wrong_type", "/userId"),
            (#"{"references": []}"#, 400, "malformed", "/references"),
            (#"{"references": ["r", 5]}"#, 422, "wrong_type", "/references/1"),
            (#"{"references": "r"}"#, 400, "malformed", "/references"),
            (#"{"userId": "a b"}"#, 422, "invalid_user_id", "/userId"),
        ]
    )
    func refused(_ members: String, _ status: Int, _ code: String, _ pointer: String) async throws {
        try await Rig.with(Self.clock) { rig in
            let object = try #require(try JSONValue(parsing: members).object)
            let answer = try await rig.push(Self.cancel(object))
            #expect(answer.flawsAsProblem(status: status, code: code).isEmpty, "\(answer.text)")
            #expect(answer.errors.first?["pointer"]?.string == pointer)
        }
    }
}
