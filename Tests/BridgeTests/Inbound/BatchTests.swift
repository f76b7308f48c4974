import Bridge
import Notation
import Rehearsal
import Testing

@Suite("Batches in")
struct BatchTests {
    @Test("Ten thousand items in one body are answered in their order")
    func largest() async throws {
        try await Rig.with { rig in
            let now = JSONValue.string(RFC3339.format(rig.clock.now() + 3_600_000_000, fractionDigits: 0))
            let items = (0..<10_000).map { index -> JSONValue in
                index % 1_000 == 999
                    ? ["userId": .string("a\(index)"), "status": "Nap"]
                    : ["userId": .string("a\(index)"), "status": "Training", "effectiveAt": now, "reference": .string("r\(index)")]
            }
            let answer = try await rig.pushBatch(items, id: "msg_large")
            #expect(answer.status == 202)
            try #require(answer.changes.count == 10_000)
            #expect(answer.changes.map { $0["userId"]?.string } == (0..<10_000).map { "a\($0)" })
            #expect(answer.changes.enumerated().allSatisfy { $1["state"]?.string == ($0 % 1_000 == 999 ? "refused" : "scheduled") })
            #expect(Set(answer.changes.compactMap { $0["changeId"]?.string }).count == 9_990)
            // As many records as that take the journal a moment, which is no reason to refuse what comes next.
            #expect(try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"]).status == 202)
            let again = try await rig.pushBatch(items, id: "msg_large")
            #expect(again.status == 200)
            let isSame = again.json?["changes"] == answer.json?["changes"]
            #expect(isSame)
        }
    }

    @Test("Faults outside the items are 400")
    func outside() async throws {
        try await Rig.with { rig in
            let event: JSONValue = "agent_status_changes_requested"
            let item: JSONValue = ["userId": "a", "status": "Training"]
            let bodies: [(JSONValue, String)] = [
                (["event": event], "/changes"),
                (["event": event, "changes": .null], "/changes"),
                (["event": event, "changes": .object(["0": item])], "/changes"),
                (["event": event, "changes": "none"], "/changes"),
                (["event": event, "changes": []], "/changes"),
                (["event": event, "changes": .array(Array(repeating: item, count: 10_001))], "/changes"),
            ]
            for (body, pointer) in bodies {
                let answer = try await rig.push(body.encoded())
                #expect(answer.flawsAsProblem(status: 400, code: "malformed").isEmpty, "\(answer.text)")
                #expect(answer.errors.map { $0["pointer"]?.string } == [pointer])
            }
        }
    }

    @Test("Faults of shape inside the items are verdicts of the items")
    func inside() async throws {
        try await Rig.with { rig in
            let answer = try await rig.pushBatch([
                5, .null, [], "text", ["userId": "a"], ["userId": "good", "status": "Training"], ["status": "Training"],
            ])
            #expect(answer.status == 202)
            #expect(
                answer.changes.map { $0["code"]?.string }
                    == ["wrong_type", "wrong_type", "wrong_type", "wrong_type", "missing_field", nil, "missing_field"]
            )
            #expect(
                answer.changes.map { $0["errors"]?.array?.first?["pointer"]?.string }
                    == ["/changes/0", "/changes/1", "/changes/2", "/changes/3", "/changes/4/status", nil, "/changes/6/userId"]
            )
            #expect(answer.changes.map { $0["userId"]?.string } == [nil, nil, nil, nil, "a", "good", nil])
        }
    }

    @Test("A batch with nothing acceptable is 422 nothing_acceptable, one refused item alone has its own code")
    func nothing() async throws {
        try await Rig.with { rig in
            let bad: JSONValue = ["userId": "a", "status": "Nap"]
            let several = try await rig.pushBatch([bad, ["userId": "b"]])
            #expect(several.flawsAsProblem(status: 422, code: "nothing_acceptable").isEmpty, "\(several.text)")
            #expect(several.errors.map { $0["pointer"]?.string } == ["/changes/0/status", "/changes/1/status"])
            #expect(several.errors.map { $0["code"]?.string } == ["unknown_status", "missing_field"])
            let alone = try await rig.pushBatch([bad])
            #expect(alone.flawsAsProblem(status: 422, code: "unknown_status").isEmpty, "\(alone.text)")
        }
    }

    @Test("Items of one batch are taken in their order: the later of one reference replaces the earlier")
    func orderInside() async throws {
        try await Rig.with { rig in
            let later = JSONValue.string(RFC3339.format(rig.clock.now() + 3_600_000_000, fractionDigits: 0))
            func item(_ version: Int?, _ status: String) -> JSONValue {
                [
                    "userId": "a", "status": .string(status), "effectiveAt": later, "reference": "r",
                    "version": version.map { .int($0) } ?? .null,
                ]
            }
            let answer = try await rig.pushBatch([
                item(1, "Training"), item(2, "Busy"), item(2, "Busy"), item(2, "Training"), item(1, "Busy"),
            ])
            #expect(answer.status == 202)
            let changes = answer.changes
            #expect(changes.map { $0["state"]?.string } == ["scheduled", "scheduled", "scheduled", "refused", "refused"])
            #expect(changes.map { $0["code"]?.string } == [nil, nil, nil, "version_conflict", "stale_version"])
            #expect(changes[1]["changeId"] == changes[2]["changeId"])
            #expect(changes[0]["changeId"] != changes[1]["changeId"])
            let event = try await rig.event(of: try #require(changes[0]["changeId"]?.string))
            #expect(event["outcome"]?.string == "superseded")
        }
    }
}
