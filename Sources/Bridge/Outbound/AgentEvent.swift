import Notation
import Reconciliation

/// The kinds of events that go out.
package enum EventType: String, Sendable, Hashable, CaseIterable {
    case updated = "agent_status_updated"
    case updateFailed = "agent_status_update_failed"
    /// Waiting, held, shadow: off unless an endpoint asks for it.
    case decision = "agent_status_decision"
}

/// What an event says of an agent (2-wfm-wire, Events out), before it has its place in the agent's sequence.
struct AgentEvent: Sendable {
    var type: EventType
    var agent: AgentID
    /// The status observed; in a failed event the one that was wanted.
    var status: String
    var timestamp: Instant
    var latency: Duration
    var change: Change?
    var outcome: Outcome
    var previousStatus: String?
    var pauseReason: String?
    var wrapUpCode: String?
    var observedAt: Instant?
    var cause: Cause
    var evidence: Evidence?
    var timings: Timings
    var code: String?
    var detail: String?

    /// How the latency splits.
    struct Timings: Sendable, Hashable {
        /// From due to being taken up, for a change that did not have to wait.
        var queued: Duration = .zero
        /// From due to the run that settled it, for one that had to.
        var waited: Duration = .zero
        /// Calls to CXone in that run.
        var cxone: Duration = .zero

        var json: JSONValue {
            ["queuedMs": .milliseconds(queued), "waitedMs": .milliseconds(waited), "cxoneMs": .milliseconds(cxone)]
        }
    }

    /// The name that receivers know this sender by.
    static let source = "cxone_status_updater"

    func body(id: EventID, sequence: Int64) -> [UInt8] {
        var object: JSONObject = [
            "event": .string(type.rawValue),
            "userId": .string(agent.userID),
            "status": .string(status),
            "timestamp": .time(timestamp),
            "latencyMs": .milliseconds(max(latency, .zero)),
            "source": .string(Self.source),
            "id": .string(id.text),
            "sequence": .int(sequence),
            "requestId": .string(orNull: change?.requestID.text),
            "requestSource": .string(orNull: change?.source.text),
            "changeId": .string(orNull: change?.id.text),
            "reference": .string(orNull: change?.reference),
            "outcome": .string(outcome.rawValue),
            "previousStatus": .string(orNull: previousStatus),
            "pauseReason": .string(orNull: pauseReason),
            "wrapUpCode": .string(orNull: wrapUpCode),
            "effectiveAt": change.map { .time($0.effectiveAt) } ?? .null,
            "observedAt": observedAt.map { .time($0) } ?? .null,
            "cause": .string(cause.rawValue),
            "evidence": evidence?.json ?? .null,
            "timings": timings.json,
        ]
        if type != .updated {
            object["code"] = .string(orNull: code)
            object["detail"] = .string(orNull: detail)
        }
        return JSONValue.object(object).encoded()
    }
}

extension Evidence {
    var json: JSONValue {
        [
            "grade": .string(grade.rawValue), "stateId": stateID.map { .int($0) } ?? .null,
            "startTime": startTime.map { .time($0) } ?? .null,
        ]
    }
}

extension JSONValue {
    /// A time as events, answers and records write it.
    static func time(_ instant: Instant) -> JSONValue {
        .string(RFC3339.format(instant.microseconds))
    }

    static func milliseconds(_ span: Duration) -> JSONValue {
        .number(JSONNumber(milliseconds: span.milliseconds))
    }
}
