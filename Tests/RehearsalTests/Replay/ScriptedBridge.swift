import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Notation
import ServiceLifecycle
import Synchronization
import TestSupport
import WebhookSignature

@testable import Rehearsal

/// A bridge in a few lines, that does what a rehearsal looks at and nothing else: rightly, or with one fault on purpose.
final class ScriptedBridge: Sendable {
    enum Fault: String, Sendable, CaseIterable {
        case acceptsForged, forgetsIDs, answersWrongState, leavesOutProblemFields, writesTwice, writesNothing, sendsNoEvent,
            sendsTwoEvents, sendsStrangeEvent, signsEventsWrongly, namesOtherOutcome, namesOtherReason, losesReference, keepsStateOpen,
            countsBackwards, actsEarly
    }

    private struct State {
        var answers: [String: (body: [UInt8], changes: [JSONValue])] = [:]
        var outcomes: [String: String] = [:]
        var sequence: Int64 = 0
        var numbers = 0
    }

    static let token = "wbo_scripted"

    private let cxone: String
    private let eventsURL: String
    private let clock: WallClock
    private let fault: Fault?
    private let http = WebCalls(http: WebCalls.client())
    private let state = Mutex(State())
    let key: WebhookKey
    let eventKey: WebhookKey

    init(cxone: String, eventsURL: String, clock: WallClock, fault: Fault?) throws {
        self.cxone = cxone
        self.eventsURL = eventsURL
        self.clock = clock
        self.fault = fault
        key = try WebhookKey.generate()
        eventKey = try WebhookKey.generate()
    }

    /// Starts one for a rehearsal; it stops with the handle.
    static func start(_ needs: RehearsalNeeds, fault: Fault? = nil) async throws -> BridgeHandle {
        try await start(cxone: needs.cxoneURL, eventsURL: needs.eventsURL, clock: needs.clock, fault: fault)
    }

    static func start(cxone: String, eventsURL: String, clock: WallClock, fault: Fault? = nil) async throws -> BridgeHandle {
        let bridge = try ScriptedBridge(cxone: cxone, eventsURL: eventsURL, clock: clock, fault: fault)
        let listener = HTTPListener(host: "127.0.0.1", port: 0, logger: quietLogger()) { try await bridge.answer($0) }
        // Ended by the handle, which waits for it.
        let running = Task { try await listener.run() }
        let base = try await listener.address().baseURL
        return BridgeHandle(
            intakeURL: base,
            signingSecret: Secret(bridge.key.text),
            eventSecret: Secret(bridge.eventKey.text),
            operatorURL: base,
            operatorToken: Secret(token),
            stop: {
                running.cancel()
                _ = await running.result
                try? await bridge.http.http.shutdown()
            }
        )
    }

    // MARK: Requests

    private func answer(_ exchange: Exchange) async throws -> Response {
        let path = String(exchange.target.path)
        guard path.hasPrefix("/v1/sources/") else {
            guard exchange.request.headers[.authorization] == "Bearer \(Self.token)" else { return problem(401, "token_required") }
            return story(String(path.split(separator: "/").last ?? ""))
        }
        let body = Array(try await exchange.body(upTo: 1 << 20).map { Array($0.readableBytesView) } ?? [])
        let headers = exchange.request.headers
        let id: String
        do {
            id = try StandardWebhooks.verify(
                headers: { name in HTTPField.Name(name).map { headers[values: $0] } ?? [] },
                body: body,
                keys: KeyRing([KeyRing.Entry(key: key, id: "k")]),
                now: Double(clock.now()) / 1_000_000,
                tolerance: 300
            ).id
        } catch {
            guard fault == .acceptsForged else { return problem(401, error.code) }
            id = HTTPField.Name(StandardWebhooks.idHeader).flatMap { headers[$0] } ?? "none"
        }
        if fault != .forgetsIDs, let known = state.withLock({ $0.answers[id] }) {
            guard known.body == body else { return problem(409, "id_reused") }
            return .json(["id": .string(id), "duplicate": true, "changes": .array(known.changes), "warnings": []])
        }
        guard let json = try? JSONValue(parsing: body) else { return problem(400, "malformed") }
        guard json["event"] != nil else { return problem(422, "missing_field") }
        let items = json["changes"]?.array ?? [json]
        let changes = items.map { accept($0) }
        state.withLock { $0.answers[id] = (body, changes) }
        for (item, change) in zip(items, changes) {
            guard let changeID = change["changeId"]?.string else { continue }
            try await carryOut(item, changeID, requestID: id)
        }
        return .json(["id": .string(id), "changes": .array(changes), "warnings": []], status: .accepted)
    }

    private func accept(_ item: JSONValue) -> JSONValue {
        var answer: JSONObject = [
            "changeId": .null, "userId": item["userId"] ?? .null, "reference": item["reference"] ?? .null, "state": "refused",
        ]
        guard item["status"]?.string != "Lunch" else {
            answer["code"] = "unknown_status"
            return .object(answer)
        }
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        answer["changeId"] = .string("chg_\(number)")
        answer["state"] = fault == .answersWrongState ? "scheduled" : "due"
        return .object(answer)
    }

    private func problem(_ status: Int, _ code: String) -> Response {
        var body: JSONObject = ["type": "urn:problem", "title": "No", "status": .int(status), "code": .string(code), "detail": "no"]
        if fault == .leavesOutProblemFields { body["title"] = nil }
        return .json(.object(body), status: HTTPResponse.Status(code: status))
    }

    private func story(_ change: String) -> Response {
        guard let outcome = state.withLock({ $0.outcomes[change] }) else { return problem(404, "not_found") }
        let final = fault == .keepsStateOpen ? "waiting" : outcome
        return .json(["changeId": .string(change), "state": .string(final), "outcome": .string(outcome), "code": .null])
    }

    // MARK: Changes

    private func carryOut(_ item: JSONValue, _ changeID: String, requestID: String) async throws {
        let status = item["status"]?.string ?? ""
        let user = item["userId"]?.string ?? ""
        let outcome = status == "Available" ? "already" : "applied"
        state.withLock { $0.outcomes[changeID] = outcome }
        if outcome == "applied", fault != .writesNothing {
            for _ in 0..<(fault == .writesTwice ? 2 : 1) { try await write(item, to: user) }
        }
        var event: JSONObject = [
            "event": "agent_status_updated", "userId": .string(user), "status": .string(status),
            "timestamp": .string(RFC3339.format(clock.now() - (fault == .actsEarly ? 3_600_000_000 : 0))), "latencyMs": 1.5,
            "source": "cxone_status_updater", "requestId": .string(requestID), "changeId": .string(changeID),
            "reference": item["reference"] ?? .null, "outcome": .string(outcome), "pauseReason": item["pauseReason"] ?? .null,
            "effectiveAt": item["effectiveAt"] ?? .null,
        ]
        switch fault {
        case .namesOtherOutcome: event["outcome"] = "satisfied"
        case .namesOtherReason where item["pauseReason"] != nil: event["pauseReason"] = "Skill Gap"
        case .losesReference: event["reference"] = .null
        case .sendsStrangeEvent: event["source"] = "somebody"
        default: break
        }
        guard fault != .sendsNoEvent else { return }
        for copy in 0..<(fault == .sendsTwoEvents ? 2 : 1) { try await post(event, "evt_\(changeID)_\(copy)") }
    }

    private func write(_ item: JSONValue, to user: String) async throws {
        let form = Array("grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret".utf8)
        let headers = [("content-type", "application/x-www-form-urlencoded")]
        let token = try await http.call("POST", "\(cxone)/oauth/token", headers: headers, body: form).json?["access_token"]?.string
        let body: JSONValue = ["status": item["status"] ?? .null, "pauseReason": item["pauseReason"] ?? .null]
        _ = try await http.call(
            "PUT",
            "\(cxone)/api/v2/users/\(user)/status",
            headers: [("authorization", "Bearer \(token ?? "")"), ("content-type", "application/json")],
            body: body.encoded()
        )
    }

    private func post(_ event: JSONObject, _ id: String) async throws {
        var event = event
        let sequence = state.withLock { state in
            state.sequence += 1
            return state.sequence
        }
        event["id"] = .string(id)
        event["sequence"] = .int(fault == .countsBackwards ? 1_000 - sequence : sequence)
        let body = JSONValue.object(event).encoded()
        let key = fault == .signsEventsWrongly ? self.key : eventKey
        let keys = KeyRing([KeyRing.Entry(key: key, id: "e")])
        let headers = try StandardWebhooks.sign(id: id, timestamp: clock.now() / 1_000_000, body: body, keys: keys)
        // Whoever is not there misses it.
        _ = try? await http.call("POST", eventsURL, headers: headers.map { ($0.name, $0.value) }, body: body)
    }
}
