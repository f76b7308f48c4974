import Foundation
import Notation
import TestSupport

@testable import Rehearsal

/// A fixture of a few lines, that tests change to see what is said of it.
struct SmallFixture {
    var header = #"{"format": 1, "name": "small", "about": "A small one.", "agents": 10, "deadline": "30s", "quiet": "1s"}"#
    var steps = [
        #"{"at": "0s", "name": "pair", "send": {"body": {"event": "agent_status_changes_requested", "changes": [{"userId": {"agent": 0}, "status": "Break", "pauseReason": "Queue Full", "effectiveAt": {"time": "sent-1m"}, "reference": "r-0"}, {"userId": {"agent": 1}, "status": "Lunch"}, {"userId": {"agent": 1}, "status": "Available", "effectiveAt": {"time": "sent"}}]}}, "expect": {"status": 202, "changes": ["due", {"state": "refused", "code": "unknown_status"}, "due"]}}"#,
        #"{"at": "1s", "name": "again", "send": {"again": "pair"}, "expect": {"status": 200, "duplicate": true}}"#,
        #"{"at": "2s", "name": "forged", "send": {"body": {"event": "agent_status_change_requested", "userId": {"agent": 2}, "status": "Training"}, "signed": "forged"}, "expect": {"status": 401, "code": "no_matching_signature"}}"#,
        #"{"at": "3s", "name": "reused", "send": {"text": "{}", "idOf": "pair"}, "expect": {"status": 409, "code": "id_reused"}}"#,
        #"{"at": "4s", "name": "second", "send": {"body": {"event": "agent_status_change_requested", "userId": {"agent": 0}, "status": "Training", "effectiveAt": {"time": "sent"}}}, "expect": {"status": 202, "changes": ["due"]}}"#,
    ]
    var expected = [
        #"{"change": "pair/0", "outcome": "applied", "event": {"event": "agent_status_updated", "status": "Break", "pauseReason": "Queue Full"}}"#,
        #"{"change": "second", "outcome": "applied", "event": {"event": "agent_status_updated", "status": "Training"}}"#,
        #"{"change": "pair/2", "outcome": "already", "event": {"event": "agent_status_updated", "status": "Available"}}"#,
        #"{"agent": 0, "ends": {"status": "Training"}}"#,
    ]

    func read() throws -> Fixture {
        try read(in: TemporaryDirectory())
    }

    /// The fault that reading it throws, without its directory; nil if there is none.
    func fault() throws -> String? {
        let directory = try TemporaryDirectory()
        do {
            _ = try read(in: directory)
            return nil
        } catch let fault as FixtureFault {
            return fault.description.replacing(directory.path + "/", with: "")
        }
    }

    /// Writes it into a directory and reads it back.
    private func read(in directory: TemporaryDirectory) throws -> Fixture {
        try directory.write(header + "\n", to: "fixture.json")
        try directory.write(steps.joined(separator: "\n") + "\n", to: "steps.jsonl")
        try directory.write(expected.joined(separator: "\n") + "\n", to: "expected.jsonl")
        return try Fixture(directory: directory.path)
    }
}
