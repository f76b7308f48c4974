import Bridge
import Notation
import Testing

/// Every rule of the table of fields that a request can break by itself (2-wfm-wire, Status changes in).
@Suite("Refused fields")
struct RefusedFieldsTests {
    struct Case: Sendable {
        var change: JSONObject
        var code: String
        var pointer: String

        init(_ change: JSONObject, _ code: String, _ pointer: String) {
            self.change = change
            self.code = code
            self.pointer = pointer
        }
    }

    static let now = "2026-11-20T15:00:00Z"
    private static let long = JSONValue.string(String(repeating: "x", count: 257))

    static let cases: [Case] = [
        Case(["userId": .null], "missing_field", "/userId"),
        Case(["userId": 5], "wrong_type", "/userId"),
        Case(["userId": ""], "invalid_user_id", "/userId"),
        Case(["userId": "a b"], "invalid_user_id", "/userId"),
        Case(["userId": "a/../b"], "invalid_user_id", "/userId"),
        Case(["userId": "ä"], "invalid_user_id", "/userId"),
        Case(["userId": "a%2Fb"], "invalid_user_id", "/userId"),
        Case(["userId": .string(String(repeating: "x", count: 129))], "invalid_user_id", "/userId"),
        Case(["userId": long], "too_long", "/userId"),
        Case(["status": .null], "missing_field", "/status"),
        Case(["status": true], "wrong_type", "/status"),
        Case(["status": "available"], "unknown_status", "/status"),
        Case(["status": ""], "unknown_status", "/status"),
        Case(["status": .null, "activity": "LUNCH"], "unmapped_activity", "/activity"),
        Case(["status": .null, "activity": 4], "wrong_type", "/activity"),
        Case(["status": "Break"], "pause_reason_required", "/pauseReason"),
        Case(["status": "Break", "pauseReason": .null], "pause_reason_required", "/pauseReason"),
        Case(["status": "Break", "pauseReason": "Coffee"], "unknown_pause_reason", "/pauseReason"),
        Case(["status": "Break", "pauseReason": "queue full"], "unknown_pause_reason", "/pauseReason"),
        Case(["status": "Available", "pauseReason": "Coffee"], "unknown_pause_reason", "/pauseReason"),
        Case(["status": "Break", "pauseReason": ["Queue Full"]], "wrong_type", "/pauseReason"),
        Case(["wrapUpCode": 1], "wrong_type", "/wrapUpCode"),
        Case(["wrapUpCode": long], "too_long", "/wrapUpCode"),
        Case(["forceAvailability": "true"], "wrong_type", "/forceAvailability"),
        Case(["respectWrapUp": 1], "wrong_type", "/respectWrapUp"),
        Case(["reference": 7], "wrong_type", "/reference"),
        Case(["reference": long], "too_long", "/reference"),
        Case(["version": "42"], "wrong_type", "/version"),
        Case(["version": 1.5], "wrong_type", "/version"),
        Case(["effectiveAt": 1_795_186_800], "wrong_type", "/effectiveAt"),
        Case(["effectiveAt": "soon"], "wrong_type", "/effectiveAt"),
        Case(["effectiveAt": "2026-11-20"], "wrong_type", "/effectiveAt"),
        Case(["effectiveAt": "2026-11-31T10:00:00Z"], "wrong_type", "/effectiveAt"),
        Case(["effectiveAt": "2026-11-20T15:00:00"], "naive_time", "/effectiveAt"),
        Case(["expiresAt": "2026-11-20T15:30:00"], "naive_time", "/expiresAt"),
        Case(["endsAt": "2026-11-20T15:30:00"], "naive_time", "/endsAt"),
        Case(["effectiveAt": "2026-11-01T01:30:00", "timezone": "America/New_York"], "ambiguous_time", "/effectiveAt"),
        Case(["effectiveAt": "2027-03-14T02:30:00", "timezone": "America/New_York"], "skipped_time", "/effectiveAt"),
        Case(["effectiveAt": "2026-11-20T15:00:00", "timezone": "Mars/Olympus"], "wrong_type", "/timezone"),
        Case(["effectiveAt": "2026-11-20T15:00:00", "timezone": "PST"], "wrong_type", "/timezone"),
        Case(["effectiveAt": "2026-11-20T15:00:00", "timezone": 1], "wrong_type", "/timezone"),
        Case(["effectiveAt": "2026-11-20T15:00:00", "timezone": "Europe/Berlin", "fold": 2], "wrong_type", "/fold"),
        Case(["effectiveAt": "2026-11-20T15:00:00", "timezone": "Europe/Berlin", "fold": "1"], "wrong_type", "/fold"),
        Case(["effectiveAt": "2026-12-21T15:00:00.001Z"], "too_far_ahead", "/effectiveAt"),
        Case(["effectiveAt": "9999-12-31T23:59:59Z"], "too_far_ahead", "/effectiveAt"),
        Case(["effectiveAt": "2026-11-20T15:00:00Z", "expiresAt": "2026-11-20T15:00:00Z"], "expires_before_effective", "/expiresAt"),
        Case(["expiresAt": "2026-11-20T14:59:59Z"], "expires_before_effective", "/expiresAt"),
        Case(["expiresAt": "2026-11-21T15:00:00.001Z"], "expires_too_late", "/expiresAt"),
        Case(["endsAt": "2026-11-20T15:00:00Z"], "ends_before_effective", "/endsAt"),
        Case(["effectiveAt": "2026-11-20T14:44:59Z"], "already_expired", "/expiresAt"),
        Case(["effectiveAt": "2026-11-20T14:00:00Z", "expiresAt": "2026-11-20T14:59:59.999Z"], "already_expired", "/expiresAt"),
        Case(["status": "Offline", "effectiveAt": "2026-11-20T10:59:59Z"], "already_expired", "/expiresAt"),
    ]

    @Test("A request for one refused change is answered 422 with the change's code and a pointer to the field")
    func alone() async throws {
        try await Rig.with(.init(clock: .stopped(at: Self.now))) { rig in
            for item in Self.cases {
                let body = JSONValue.object(changeBody(item.change))
                let answer = try await rig.push(body.encoded())
                #expect(answer.flawsAsProblem(status: 422, code: item.code).isEmpty, "\(body): \(answer.text)")
                #expect(answer.errors.first?["pointer"]?.string == item.pointer, "\(body): \(answer.text)")
                #expect(answer.errors.first?["code"]?.string == item.code, "\(body): \(answer.text)")
            }
        }
    }

    @Test("In a batch each refused item has its verdict in its place, and the good one between them is accepted")
    func together() async throws {
        try await Rig.with(.init(clock: .stopped(at: Self.now))) { rig in
            var items = Self.cases.map { item in
                var object = changeBody(item.change)
                object["event"] = nil
                return JSONValue.object(object)
            }
            let middle = items.count / 2
            items.insert(["userId": "agent-good", "status": "Training", "reference": "here"], at: middle)
            let answer = try await rig.pushBatch(items)
            #expect(answer.status == 202)
            let verdicts = answer.changes
            try #require(verdicts.count == items.count)
            #expect(verdicts[middle]["state"]?.string == "due")
            #expect(verdicts[middle]["reference"]?.string == "here")
            for (index, item) in Self.cases.enumerated() {
                let place = index < middle ? index : index + 1
                let verdict = verdicts[place]
                #expect(verdict["state"]?.string == "refused", "\(item)")
                #expect(verdict["changeId"]?.isNull == true, "\(item)")
                #expect(verdict["code"]?.string == item.code, "\(item): \(verdict)")
                #expect(verdict["detail"]?.string?.isEmpty == false, "\(item)")
                #expect(verdict["errors"]?.array?.first?["pointer"]?.string == "/changes/\(place)" + item.pointer, "\(item): \(verdict)")
            }
        }
    }

    @Test("All faults of a change are told, each with its pointer")
    func severalFaults() async throws {
        try await Rig.with { rig in
            let answer = try await rig.push(["userId": "a b", "status": "Lunch", "version": "x", "effectiveAt": "noon"])
            #expect(answer.code == "invalid_user_id")
            #expect(answer.errors.map { $0["pointer"]?.string } == ["/userId", "/status", "/effectiveAt", "/version"])
            #expect(answer.errors.map { $0["code"]?.string } == ["invalid_user_id", "unknown_status", "wrong_type", "wrong_type"])
        }
    }

    @Test("A source may have pause reasons of its own, and may require a time")
    func rulesOfTheSource() async throws {
        let options = Rig.Options(adjust: { setup in
            setup.sources[0].pauseReasons = ["Coffee"]
            setup.sources[0].requiresEffectiveAt = true
        })
        try await Rig.with(options) { rig in
            let now = JSONValue.string(RFC3339.format(rig.clock.now()))
            let missing = try await rig.push(["userId": "a", "status": "Training"])
            #expect(missing.flawsAsProblem(status: 422, code: "effective_at_required").isEmpty, "\(missing.text)")
            #expect(missing.errors.first?["pointer"]?.string == "/effectiveAt")
            let other = try await rig.push(["userId": "a", "status": "Break", "pauseReason": "Queue Full", "effectiveAt": now])
            #expect(other.code == "unknown_pause_reason")
            let good = try await rig.push(["userId": "a", "status": "Break", "pauseReason": "Coffee", "effectiveAt": now])
            #expect(good.status == 202)
            #expect(good.warnings.isEmpty)
        }
    }
}
