import Bridge
import Notation
import Reconciliation
import WebhookSignature

/// A table's body of a change: the smallest acceptable one, with some members added, replaced or made null.
func changeBody(_ members: JSONObject = [:]) -> JSONObject {
    var object: JSONObject = ["event": "agent_status_change_requested", "userId": "agent-1", "status": "Training"]
    for (name, value) in members { object[name] = value }
    return object
}

extension Rig {
    /// Posts bytes with exactly these headers.
    func post(_ body: [UInt8], _ headers: [(String, String)], path: String = "/v1/sources/wfm/status-changes") async throws -> RigAnswer {
        try await send("POST", intakeURL + path, headers: headers, body: body)
    }

    /// The headers of a signed message, as a WFM would send them.
    func signed(
        _ body: [UInt8],
        id: String = "msg_\(UInt64.random(in: 0 ... .max))",
        secondsAgo: Int64 = 0,
        keys: [WebhookKey]? = nil
    ) throws -> [(String, String)] {
        let now = clock.now() / 1_000_000
        let ring = KeyRing((keys ?? [key]).enumerated().map { .init(key: $1, id: "k\($0)") })
        return try StandardWebhooks.sign(id: id, timestamp: now - secondsAgo, body: body, keys: ring).map { ($0.name, $0.value) }
    }

    /// Posts bytes signed, with no other headers.
    func postSigned(_ body: [UInt8], path: String = "/v1/sources/wfm/status-changes") async throws -> RigAnswer {
        try await post(body, try signed(body), path: path)
    }

    /// Posts several items.
    func pushBatch(_ items: [JSONValue], with others: JSONObject = [:], id: String = "msg_\(UInt64.random(in: 0 ... .max))") async throws
        -> RigAnswer
    {
        var object: JSONObject = ["event": "agent_status_changes_requested", "changes": .array(items)]
        for (name, value) in others { object[name] = value }
        return try await push(JSONValue.object(object).encoded(), id: id)
    }

    /// What the operators' API tells of a change.
    func story(_ changeID: String) async throws -> JSONValue {
        try await operators("GET", "/v1/status-changes/\(changeID)").json ?? .null
    }
}

extension RigAnswer {
    var changes: [JSONValue] { json?["changes"]?.array ?? [] }
    var changeID: String? { changes.first?["changeId"]?.string }
    var errors: [JSONValue] { json?["errors"]?.array ?? [] }
    var warnings: [JSONValue] { json?["warnings"]?.array ?? [] }

    /// What is wrong with it as a problem body, in words; empty if nothing is (2-wfm-wire, Problem bodies).
    func flawsAsProblem(status expected: Int, code expectedCode: String) -> [String] {
        var flaws: [String] = []
        if status != expected { flaws.append("status \(status), not \(expected)") }
        if headers["content-type"] != "application/problem+json" { flaws.append("content type \(headers["content-type"] ?? "none")") }
        guard let object = json?.object else { return flaws + ["no JSON object: \(text)"] }
        if object.members.map(\.name) != ["type", "title", "status", "code", "detail", "errors"] {
            flaws.append("members \(object.members.map(\.name))")
        }
        if object["status"]?.int != Int64(expected) { flaws.append("member status \(object["status"] ?? .null)") }
        if object["code"]?.string != expectedCode { flaws.append("code \(object["code"] ?? .null), not \(expectedCode)") }
        if object["title"]?.string?.isEmpty ?? true { flaws.append("no title") }
        if object["type"]?.string?.isEmpty ?? true { flaws.append("no type") }
        if object["detail"]?.string?.isEmpty ?? true { flaws.append("no detail") }
        for error in object["errors"]?.array ?? [] where error.object?.members.map(\.name) != ["pointer", "code", "detail"] {
            flaws.append("error \(error)")
        }
        return flaws
    }
}

extension WallClock {
    /// A clock that always shows the same time, while those who sleep by it do so in real time.
    static func stopped(at time: UnixMicroseconds) -> WallClock {
        WallClock(now: { time }, sleepUntil: { try await Task.sleep(for: .microseconds(max(0, $0 - time))) })
    }

    /// A clock that always shows the same time.
    static func stopped(at text: String) throws -> WallClock {
        stopped(at: try RFC3339.parse(text))
    }
}
