import Bridge
import Notation
import Rehearsal
import Testing

@Suite("Published schedules")
struct ScheduleTests {
    /// 2026-11-20T15:00:00Z.
    private static let clock = Rig.Options(clock: .stopped(at: 1_795_186_800_000_000))

    private static func schedule(_ version: Int?, _ segments: [JSONValue], _ others: JSONObject = [:]) -> [UInt8] {
        var object: JSONObject = [
            "event": "agent_schedule_published", "userId": "a", "from": "2026-11-20T00:00:00Z", "to": "2026-11-21T00:00:00Z",
            "version": version.map { .int($0) } ?? .null, "segments": .array(segments),
        ]
        for (name, value) in others { object[name] = value }
        return JSONValue.object(object).encoded()
    }

    private static func segment(_ start: String, _ end: String, _ status: String, _ reference: String) -> JSONValue {
        var object: JSONObject = [
            "start": .string("2026-11-20T\(start):00Z"), "end": .string("2026-11-20T\(end):00Z"), "status": .string(status),
            "reference": .string(reference),
        ]
        if status == "Break" { object["pauseReason"] = "Queue Full" }
        return .object(object)
    }

    private static let day = [
        segment("14:00", "15:30", "Available", "s1"), segment("15:30", "15:45", "Break", "s2"), segment("15:45", "18:00", "Training", "s3"),
        segment("18:00", "23:00", "Offline", "s4"),
    ]

    @Test("Every segment becomes a change from its start to its end; one that cannot be entered any more is refused in its place")
    func segments() async throws {
        try await Rig.with(Self.clock) { rig in
            let answer = try await rig.push(Self.schedule(1, Self.day))
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer.changes.map { $0["state"]?.string } == ["refused", "scheduled", "scheduled", "scheduled"])
            #expect(answer.changes[0]["code"]?.string == "already_expired")
            #expect(answer.changes.map { $0["reference"]?.string } == ["s1", "s2", "s3", "s4"])
            #expect(answer.changes.allSatisfy { $0["userId"]?.string == "a" })
            let story = try await rig.story(try #require(answer.changes[1]["changeId"]?.string))
            #expect(story["effectiveAt"]?.string == "2026-11-20T15:30:00.000Z" || story["effectiveAt"]?.string == "2026-11-20T15:30:00Z")
            // The standard grace, but no longer than the segment lasts.
            #expect(story["expiresAt"]?.string?.hasPrefix("2026-11-20T15:45:00") == true)
            #expect(story["version"]?.int == 1)
        }
    }

    @Test("A newer version keeps what it holds again, adds what is new and withdraws what is gone")
    func newer() async throws {
        try await Rig.with(Self.clock) { rig in
            let first = try await rig.push(Self.schedule(1, Self.day))
            let moved = Self.segment("15:50", "18:00", "Training", "s3")
            let second = try await rig.push(Self.schedule(2, [Self.day[1], moved, Self.day[3]]))
            #expect(second.status == 202)
            func ids(_ answer: RigAnswer) -> [String?] { answer.changes.map { $0["changeId"]?.string } }
            #expect(ids(second)[0] == ids(first)[1] && ids(second)[2] == ids(first)[3])
            #expect(ids(second)[1] != nil && ids(second)[1] != ids(first)[2])
            let gone = try #require(ids(first)[2])
            #expect(try await rig.event(of: gone)["outcome"]?.string == "cancelled")
            #expect(try await rig.story(try #require(ids(first)[1]))["state"]?.string == "scheduled")
        }
    }

    @Test("An older version is stale, an equal one is the same or a conflict, none is lowest")
    func versions() async throws {
        try await Rig.with(Self.clock) { rig in
            let first = try await rig.push(Self.schedule(5, Self.day))
            let same = try await rig.push(Self.schedule(5, Self.day))
            #expect(same.changes.map { $0["changeId"] } == first.changes.map { $0["changeId"] })
            let conflict = try await rig.push(Self.schedule(5, [Self.day[1]]))
            #expect(conflict.flawsAsProblem(status: 422, code: "version_conflict").isEmpty, "\(conflict.text)")
            #expect(conflict.errors.first?["pointer"]?.string == "/version")
            for version in [4, nil] {
                let stale = try await rig.push(Self.schedule(version, [Self.day[1]]))
                #expect(stale.flawsAsProblem(status: 422, code: "stale_version").isEmpty, "\(stale.text)")
            }
            #expect(try await rig.story(try #require(first.changes[1]["changeId"]?.string))["state"]?.string == "scheduled")
        }
    }

    @Test("A schedule without segments withdraws all that was planned in its span, and nothing else")
    func empty() async throws {
        try await Rig.with(Self.clock) { rig in
            let planned = try await rig.push(Self.schedule(1, Self.day))
            let single = try await rig.push(["userId": "a", "status": "Busy", "effectiveAt": "2026-11-20T20:00:00Z"])
            let answer = try await rig.push(Self.schedule(2, []))
            #expect(answer.status == 202 && answer.changes.isEmpty, "\(answer.text)")
            for index in 1...3 {
                let id = try #require(planned.changes[index]["changeId"]?.string)
                #expect(try await rig.event(of: id)["outcome"]?.string == "cancelled")
            }
            #expect(try await rig.story(try #require(single.changeID))["state"]?.string == "scheduled")
        }
    }

    @Test("What is planned counts as the agent's shift, whatever CXone's own schedule says")
    func shift() async throws {
        try await Rig.with(Self.clock) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.simulator("PUT", "/simulator/agents/\(agent)", ["status": "Available"])
            let inside = Self.segment("14:55", "16:00", "Training", "now")
            _ = try await rig.push(Self.schedule(1, [inside], ["userId": .string(agent)]))
            let late = ["userId": .string(agent), "status": "Busy", "effectiveAt": "2026-11-20T15:00:00Z"] as JSONObject
            let id = try #require(try await rig.push(late).changeID)
            #expect(try await rig.event(of: id)["code"]?.string != "out_of_shift")
            let elsewhere = Self.segment("20:00", "21:00", "Training", "later")
            _ = try await rig.push(Self.schedule(2, [elsewhere], ["userId": .string(agent)]))
            let out = try #require(try await rig.push(["userId": .string(agent), "status": "Training"]).changeID)
            #expect(try await rig.event(of: out)["code"]?.string == "out_of_shift")
        }
    }

    @Test("A schedule for another day says nothing of today, for which CXone's own counts; one for today with nothing in it does")
    func otherDays() async throws {
        try await Rig.with { rig in
            let agent = try #require(rig.roster.agents(with: .ordinary).first?.id)
            _ = try await rig.simulator("PUT", "/simulator/agents/\(agent)", ["status": "Available"])
            func span(_ from: Double, _ to: Double) -> JSONObject {
                ["userId": .string(agent), "from": rig.time(in: from * 3_600), "to": rig.time(in: to * 3_600)]
            }
            let shift: JSONValue = [
                "start": rig.time(in: 20 * 3_600), "end": rig.time(in: 28 * 3_600), "status": "Available", "reference": "tomorrow",
            ]
            #expect(try await rig.push(Self.schedule(1, [shift], span(12, 36))).status == 202)
            let today = try #require(try await rig.push(["userId": .string(agent), "status": "Training"]).changeID)
            #expect(try await rig.event(of: today)["outcome"]?.string == "applied")
            #expect(try await rig.push(Self.schedule(1, [], span(-12, 11))).status == 202)
            let off = try #require(try await rig.push(["userId": .string(agent), "status": "Busy"]).changeID)
            #expect(try await rig.event(of: off)["code"]?.string == "out_of_shift")
        }
    }

    @Test(
        "Bad schedules are refused, with a pointer",
        arguments: [
            (#"{"userId": null}"#, 422, "missing_field", "/userId"),
            (#"{"from": null}"#, 422, "missing_field", "/from"),
            (#"{"to": "2026-11-20T00:00:00Z"}"#, 422, "ends_before_effective", "/to"),
            (#"{"to": "2027-11-20T00:00:00Z"}"#, 422, "too_far_ahead", "/to"),
            (#"{"from": "2026-11-20T00:00:00"}"#, 422, "naive_time", "/from"),
            (#"{"segments": null}"#, 400, "malformed", "/segments"),
            (#"{"segments": [{"status": "Training", "end": "2026-11-20T16:00:00Z"}]}"#, 422, "missing_field", "/segments/0/start"),
            (
                #"{"segments": [{"status": "Training", "start": "2026-11-20T17:00:00Z", "end": "2026-11-20T16:00:00Z"}]}"#,
                422, "ends_before_effective", "/segments/0/end"
            ),
            (
                #"{"segments": [{"status": "Training", "start": "2026-11-20T23:00:00Z", "end": "2026-11-21T01:00:00Z"}]}"#,
                422, "outside_schedule", "/segments/0/end"
            ),
        ]
    )
    func refused(_ members: String, _ status: Int, _ code: String, _ pointer: String) async throws {
        try await Rig.with(Self.clock) { rig in
            let object = try #require(try JSONValue(parsing: members).object)
            let answer = try await rig.push(Self.schedule(1, Self.day, object))
            #expect(answer.flawsAsProblem(status: status, code: code).isEmpty, "\(answer.text)")
            #expect(answer.errors.first?["pointer"]?.string == pointer)
        }
    }

    @Test("Local times of segments are read in the schedule's zone")
    func localTimes() async throws {
        try await Rig.with(Self.clock) { rig in
            let segment: JSONValue = ["start": "2026-11-20T10:30:00", "end": "2026-11-20T11:00:00", "status": "Training"]
            let answer = try await rig.push(Self.schedule(1, [segment], ["timezone": "America/New_York"]))
            let story = try await rig.story(try #require(answer.changeID))
            #expect(story["effectiveAt"]?.string?.hasPrefix("2026-11-20T15:30:00") == true, "\(story)")
        }
    }
}
