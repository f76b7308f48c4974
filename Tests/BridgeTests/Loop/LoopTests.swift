import Foundation
import Journal
import Notation
import Rehearsal
import Telemetry
import TestSupport
import Testing

/// One signed request in, CXone follows, one signed event out, and a journal that verifies.
@Suite("The whole loop")
struct LoopTests {
    @Test("A due change is answered 202, written to CXone, reported to the WFM and settled")
    func wholeLoop() async throws {
        try await Rig.with { rig in
            let agent = rig.roster.ids[0]
            let answer = try await rig.push([
                "userId": .string(agent), "status": "Break", "pauseReason": "Queue Full", "reference": "shift-1",
            ])
            #expect(answer.status == 202)
            let change = try #require(answer.json?["changes"]?.array?.first)
            #expect(change["state"]?.string == "due")
            #expect(change["reference"]?.string == "shift-1")
            let changeID = try #require(change["changeId"]?.string)

            let event = try await rig.event(of: changeID)
            #expect(event["event"]?.string == "agent_status_updated")
            #expect(event["userId"]?.string == agent)
            #expect(event["status"]?.string == "Break")
            #expect(event["source"]?.string == "cxone_status_updater")
            #expect(event["outcome"]?.string == "applied")
            #expect(event["previousStatus"]?.string == "Available")
            #expect(event["pauseReason"]?.string == "Queue Full")
            #expect(event["requestId"]?.string == answer.json?["id"]?.string)
            #expect(event["sequence"]?.int == 1)
            #expect(event["evidence"]?["grade"]?.string == "response")
            #expect((event["latencyMs"]?.double ?? -1) >= 0)

            let writes = try await rig.writes(to: agent)
            #expect(writes.count == 1)
            let story = try await rig.operators("GET", "/v1/status-changes/\(changeID)")
            #expect(story.status == 200)
            #expect(story.json?["state"]?.string == "applied")
            #expect(story.json?["history"]?.array?.compactMap { $0["state"]?.string } == ["due", "applying", "applied"])
        }
    }

    @Test("What is so already is reported without a write")
    func already() async throws {
        try await Rig.with { rig in
            let agent = rig.roster.ids[1]
            let answer = try await rig.push(["userId": .string(agent), "status": "Available"])
            let changeID = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
            let event = try await rig.event(of: changeID)
            #expect(event["outcome"]?.string == "already")
            #expect(try await rig.writes(to: agent).isEmpty)
        }
    }

    @Test("A repeated request is answered from the store and has no second effect")
    func duplicate() async throws {
        try await Rig.with { rig in
            let agent = rig.roster.ids[2]
            let body = JSONValue.object([
                "event": "agent_status_change_requested", "userId": .string(agent), "status": "Training",
            ]).encoded()
            let first = try await rig.push(body, id: "msg_same")
            let second = try await rig.push(body, id: "msg_same")
            #expect(first.status == 202)
            #expect(second.status == 200)
            #expect(second.json?["duplicate"]?.bool == true)
            #expect(second.json?["changes"] == first.json?["changes"])
            let changeID = try #require(first.json?["changes"]?.array?.first?["changeId"]?.string)
            #expect(try await rig.event(of: changeID)["outcome"]?.string == "applied")
            #expect(try await rig.writes(to: agent).count == 1)

            let other = try await rig.push(Array("{\"event\":\"x\"}".utf8), id: "msg_other")
            #expect(other.status == 422)
            #expect(other.code == "unknown_event")
            let reused = try await rig.push(
                JSONValue.object(["event": "agent_status_change_requested", "userId": .string(agent), "status": "Available"]).encoded(),
                id: "msg_same"
            )
            #expect(reused.status == 409)
            #expect(reused.code == "id_reused")
        }
    }

    @Test("Changes that CXone's facts forbid are refused with their codes")
    func refusals() async throws {
        try await Rig.with { rig in
            let cases = [(5, "out_of_shift"), (6, "role_missing"), (7, "suspended_user")]
            // Somebody readable, so that a 403 can be told from a missing right.
            let witness = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            _ = try await rig.event(of: try #require(witness.json?["changes"]?.array?.first?["changeId"]?.string))
            for (index, code) in cases {
                let answer = try await rig.push(["userId": .string(rig.roster.ids[index]), "status": "Training"])
                let changeID = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
                let event = try await rig.event(of: changeID)
                #expect(event["event"]?.string == "agent_status_update_failed")
                #expect(event["outcome"]?.string == "refused")
                #expect(event["code"]?.string == code)
            }
            let answer = try await rig.push(["userId": "nobody-at-all", "status": "Training"])
            let event = try await rig.event(of: try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string))
            #expect(event["code"]?.string == "unknown_user")
        }
    }

    @Test("A write that its answer confirmed is journalled once more when a read shows it, without a second event")
    func upgrade() async throws {
        let directory = try TemporaryDirectory()
        let changes = try await Rig.with(.init(directory: directory)) { rig in
            let agent = rig.roster.ids[0]
            var changes: [String] = []
            for (status, reason) in [("Break", "Queue Full"), ("Training", nil), ("Available", nil)] {
                let answer = try await rig.push([
                    "userId": .string(agent), "status": .string(status), "pauseReason": .string(orNull: reason),
                ])
                let change = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
                #expect(try await rig.event(of: change)["evidence"]?["grade"]?.string == "response")
                changes.append(change)
            }
            #expect(rig.standIn.events().count == 3)
            return changes
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path(of: "journal")).filter { $0.hasSuffix(".jsonl") }
        let text = try String(contentsOfFile: directory.path(of: "journal/\(try #require(files.first))"), encoding: .utf8)
        let observed = try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            .filter { $0["type"]?.string == "observed" && $0["upgrades"]?.string == "response" }
        #expect(observed.compactMap { $0["changeId"]?.string } == Array(changes.prefix(2)))
        #expect(observed.allSatisfy { $0["evidence"]?["grade"]?.string == "read" })
    }

    @Test("The journal of a run verifies and tells the story of the change")
    func journal() async throws {
        let directory = try TemporaryDirectory()
        try await Rig.with(.init(directory: directory)) { rig in
            let answer = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            _ = try await rig.event(of: try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string))
        }
        let report = JournalVerifier(path: directory.path(of: "journal")).verify()
        #expect(report.outcome == .sound)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path(of: "journal")).filter { $0.hasSuffix(".jsonl") }
        let text = try String(contentsOfFile: directory.path(of: "journal/\(try #require(files.first))"), encoding: .utf8)
        let types = text.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0))["type"]?.string }
        #expect(types.first == "start")
        #expect(types.last == "stop")
        #expect(types.contains("accepted") && types.contains("intended") && types.contains("applied"))
        #expect(types.contains("settled") && types.contains("delivered"))
    }
}
