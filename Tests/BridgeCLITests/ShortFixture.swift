import TestSupport

/// A fixture of two seconds that needs the simulator, written into a directory.
struct ShortFixture {
    let directory: TemporaryDirectory

    /// - Parameters:
    ///   - status: what the fixture says that comes of its first change; Training is right.
    ///   - rest: how long nothing else may come in the end.
    init(expecting status: String = "Training", rest: String = "500ms") throws {
        directory = try TemporaryDirectory()
        try directory.write(
            #"{"format": 1, "name": "short", "about": "A short one.", "agents": 10, "deadline": "40s", "quiet": "\#(rest)"}"#,
            to: "fixture.json"
        )
        try directory.write(
            """
            {"at": "0s", "name": "throttle", "cxone": [{"call": "put_status", "kind": "answer", "code": 429, "retryAfter": 1, "times": 1}]}
            {"at": "0s", "name": "logs-out-2", "agent": 2, "becomes": {"status": "Offline", "by": "session"}}
            {"at": "200ms", "name": "pair", "send": {"body": {"event": "agent_status_changes_requested", "changes": [\
            {"userId": {"agent": 0}, "status": "Training", "effectiveAt": {"time": "sent"}}, \
            {"userId": {"agent": 1}, "status": "Available", "effectiveAt": {"time": "sent"}}, \
            {"userId": {"agent": 2}, "status": "Offline", "effectiveAt": {"time": "sent"}}]}}, \
            "expect": {"status": 202, "changes": ["due", "due", "due"]}}
            {"at": "1s", "name": "forged", "send": {"again": "pair", "signed": "forged"}, \
            "expect": {"status": 401, "code": "no_matching_signature"}}

            """,
            to: "steps.jsonl"
        )
        try directory.write(
            """
            {"change": "pair/0", "outcome": "applied", "event": {"event": "agent_status_updated", "status": "\(status)"}}
            {"change": "pair/1", "outcome": "already", "event": {"event": "agent_status_updated", "status": "Available"}}
            {"change": "pair/2", "outcome": "already", "event": {"event": "agent_status_updated", "status": "Offline"}}
            {"agent": 0, "ends": {"status": "Training"}}

            """,
            to: "expected.jsonl"
        )
    }

    var path: String { directory.path }
}
