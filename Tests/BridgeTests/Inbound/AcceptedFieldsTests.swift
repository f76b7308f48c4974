import Bridge
import Notation
import Testing

@Suite("Accepted fields")
struct AcceptedFieldsTests {
    /// Times a change may have, and what becomes of them.
    private static let times: [(JSONObject, effectiveAt: String, expiresAt: String)] = [
        ([:], "2026-10-31T15:00:00.000Z", "2026-10-31T15:15:00.000Z"),
        (["status": "Offline"], "2026-10-31T15:00:00.000Z", "2026-10-31T19:00:00.000Z"),
        (["effectiveAt": "2026-10-31T16:55:00+02:00"], "2026-10-31T14:55:00.000Z", "2026-10-31T15:10:00.000Z"),
        (["effectiveAt": "2026-10-31T14:50:00Z"], "2026-10-31T14:50:00.000Z", "2026-10-31T15:05:00.000Z"),
        // Nothing has expired at the very moment.
        (["effectiveAt": "2026-10-31T14:45:00Z"], "2026-10-31T14:45:00.000Z", "2026-10-31T15:00:00.000Z"),
        (["expiresAt": "2026-11-01T15:00:00Z"], "2026-10-31T15:00:00.000Z", "2026-11-01T15:00:00.000Z"),
        (["effectiveAt": "2026-12-01T15:00:00Z"], "2026-12-01T15:00:00.000Z", "2026-12-01T15:15:00.000Z"),
        (
            ["effectiveAt": "2026-11-02T09:00:00", "timezone": "America/New_York"],
            "2026-11-02T14:00:00.000Z", "2026-11-02T14:15:00.000Z"
        ),
        (
            ["effectiveAt": "2026-11-01T01:30:00", "timezone": "America/New_York", "fold": 0],
            "2026-11-01T05:30:00.000Z", "2026-11-01T05:45:00.000Z"
        ),
        (
            ["effectiveAt": "2026-11-01T01:30:00", "timezone": "America/New_York", "fold": 1],
            "2026-11-01T06:30:00.000Z", "2026-11-01T06:45:00.000Z"
        ),
        (
            ["effectiveAt": "2026-11-02T09:00:00", "expiresAt": "2026-11-02T15:00:00Z", "timezone": "America/New_York"],
            "2026-11-02T14:00:00.000Z", "2026-11-02T15:00:00.000Z"
        ),
        // With an offset, a zone beside it says nothing.
        (
            ["effectiveAt": "2026-11-02T09:00:00Z", "timezone": "America/New_York", "fold": 1],
            "2026-11-02T09:00:00.000Z", "2026-11-02T09:15:00.000Z"
        ),
    ]

    @Test("Times have their defaults, offsets and zones are understood, and the limits themselves are allowed")
    func times() async throws {
        try await Rig.with(.init(clock: .stopped(at: "2026-10-31T15:00:00Z"))) { rig in
            for (index, (members, effectiveAt, expiresAt)) in Self.times.enumerated() {
                let answer = try await rig.push(changeBody(members).with("userId", .string("agent-\(index)")))
                try #require(answer.status == 202, "\(members): \(answer.text)")
                let story = try await rig.story(try #require(answer.changeID))
                #expect(story["effectiveAt"]?.string == effectiveAt, "\(members)")
                #expect(story["expiresAt"]?.string == expiresAt, "\(members)")
                let isLater = effectiveAt > "2026-10-31T15:00:00.000Z"
                #expect(answer.changes.first?["state"]?.string == (isLater ? "scheduled" : "due"), "\(members)")
                #expect(answer.warnings.contains { $0["code"]?.string == "effective_at_missing" } == (members["effectiveAt"] == nil))
            }
        }
    }

    @Test("Every status is taken, and every pause reason of the list")
    func values() async throws {
        try await Rig.with { rig in
            for status in ["Available", "Busy", "Training", "Offline"] {
                #expect(try await rig.push(changeBody(["status": .string(status)])).status == 202, "\(status)")
            }
            for reason in ["IT Issue", "Queue Full", "Skill Gap", "Manager Meeting", "System Maintenance"] {
                let answer = try await rig.push(changeBody(["status": "Break", "pauseReason": .string(reason)]))
                #expect(answer.status == 202, "\(reason)")
            }
            let all: JSONObject = [
                "wrapUpCode": "done", "forceAvailability": true, "respectWrapUp": false, "version": -7, "reference": "a/b 'c' ü",
                "userId": "A.z_9:x@y-", "pauseReason": "Skill Gap",
            ]
            let answer = try await rig.push(changeBody(all))
            #expect(answer.status == 202)
            #expect(answer.changes.first?["reference"]?.string == "a/b 'c' ü")
            let id = JSONValue.string(String(repeating: "x", count: 128))
            #expect(try await rig.push(changeBody(["userId": id])).status == 202)
            let long = JSONValue.string(String(repeating: "é", count: 256))
            #expect(try await rig.push(changeBody(["reference": long, "wrapUpCode": long])).status == 202)
        }
    }

    @Test("Null and absent are the same in every field")
    func nulls() async throws {
        try await Rig.with { rig in
            let names = [
                "pauseReason", "wrapUpCode", "forceAvailability", "respectWrapUp", "effectiveAt", "expiresAt", "endsAt", "timezone", "fold",
                "reference", "version", "activity",
            ]
            let answer = try await rig.push(changeBody(JSONObject(uniqueNames: names, value: .null)))
            #expect(answer.status == 202)
            #expect(answer.warnings.compactMap { $0["code"]?.string } == ["effective_at_missing"])
            #expect(answer.changes.first?["reference"]?.isNull == true)
        }
    }

    @Test("Unknown fields are ignored and listed with their place")
    func unknownFields() async throws {
        try await Rig.with { rig in
            let now = JSONValue.string(RFC3339.format(rig.clock.now()))
            let one = try await rig.push(changeBody(["effectiveAt": now, "colour": "blue", "a/b": 1, "userid": "x"]))
            #expect(one.status == 202)
            #expect(one.warnings.map { $0["pointer"]?.string } == ["/colour", "/a~1b", "/userid"])
            #expect(one.warnings.allSatisfy { $0["code"]?.string == "unknown_field" })
            let item: JSONValue = ["userId": "a", "status": "Training", "effectiveAt": now, "shift": .null]
            let many = try await rig.pushBatch([item, item], with: ["sender": "me"])
            #expect(many.warnings.map { $0["pointer"]?.string } == ["/sender", "/changes/0/shift", "/changes/1/shift"])
        }
    }

    @Test("A body of nothing but unknown fields does not become an answer many times its size")
    func manyWarnings() async throws {
        try await Rig.with { rig in
            let fields = (0..<200_000).map { "\"x\($0)\":0" }.joined(separator: ",")
            let body = Array("{\"event\":\"agent_status_change_requested\",\"userId\":\"a\",\"status\":\"Training\",\(fields)}".utf8)
            let answer = try await rig.push(body)
            #expect(answer.status == 202)
            #expect(answer.warnings.count == 10_001)
            #expect(answer.warnings.last?["code"]?.string == "more_warnings")
        }
    }
}

extension JSONObject {
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONObject {
        var object = self
        object[name] = value
        return object
    }

    fileprivate init(uniqueNames: [String], value: JSONValue) {
        self.init()
        for name in uniqueNames { self[name] = value }
    }
}
