package import Notation

extension ReplayReport {
    /// The report as a file, every check included.
    package var json: JSONValue {
        [
            "fixture": .string(fixture), "passed": .bool(passed), "speed": .number(JSONNumber(speed)),
            "startedAt": .string(RFC3339.format(startedAt)), "agents": .int(agents),
            "bridgeMs": .int(elapsed.wholeMicroseconds / 1_000), "realMs": .int(realElapsed.wholeMicroseconds / 1_000),
            "behindMs": .int(behind.wholeMicroseconds / 1_000), "statesAsked": .bool(askedForStates),
            "checks": ["total": .int(checks.count), "differing": .int(differences.count)],
            "outcomes": .array(outcomes.map(\.json)),
            "answers": .array(answers.map(\.json)),
            "latencies": .array(latencies.map(\.json)),
            "cxone": calls?.json ?? .null,
            "callsPerChange": calls?.json["perWrite"] ?? .null,
            "differences": .array(differences.map(\.json)),
            "rows": .array(checks.map(\.json)),
        ]
    }
}

extension ReplayReport.Tally {
    fileprivate var json: JSONValue {
        ["name": .string(name), "expected": .int(expected), "got": .int(got)]
    }
}

extension Check {
    fileprivate var json: JSONValue {
        [
            "area": .string(area.rawValue), "subject": .string(subject), "what": .string(what),
            "expected": .string(expected), "got": .string(got), "ok": .bool(ok),
        ]
    }
}
