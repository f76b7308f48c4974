package import Notation
package import Reconciliation
import Store

extension ChangeStory {
    /// As the operators' API shows it (2-wfm-wire, The operators' API).
    var json: JSONValue {
        [
            "changeId": .string(change.id.text),
            "requestId": .string(change.requestID.text),
            "source": .string(change.source.text),
            "userId": .string(change.agent.userID),
            "reference": .string(orNull: change.reference),
            "version": change.version.map { .int($0) } ?? .null,
            "state": .string(change.state.rawValue),
            "outcome": .string(orNull: outcome?.rawValue),
            "code": .string(orNull: code ?? change.lastWait?.rawValue),
            "effectiveAt": .time(change.effectiveAt),
            "expiresAt": .time(change.expiresAt),
            "history": .array(history.map { ["state": .string($0.state.rawValue), "at": .time($0.at)] }),
        ]
    }
}

extension ReportedStatus {
    var json: JSONValue {
        [
            "status": .string(status), "pauseReason": .string(orNull: pauseReason),
            "since": since.map { .time($0) } ?? .null, "observedAt": .time(observedAt),
        ]
    }
}

extension User {
    /// Roles, and CXone's own shift as far as it is known.
    var json: JSONValue {
        var json = JSONObject([
            "roles": .array(roles.map { .string($0) }), "shiftStart": shiftStart.map { .time($0) } ?? .null,
            "shiftEnd": shiftEnd.map { .time($0) } ?? .null,
        ])
        if !shifts.isEmpty { json["shifts"] = .array(shifts.map { ["start": .time($0.start), "end": .time($0.end)] }) }
        if let shiftCheckMissing { json["shiftNotKnown"] = .string(shiftCheckMissing) }
        return .object(json)
    }
}

extension LiveReading {
    var json: JSONValue {
        [
            "status": .string(status.label), "pauseReason": .string(orNull: pauseReason),
            "wrapUpCode": .string(orNull: wrapUpCode), "timestamp": since.map { .time($0) } ?? .null,
            "origin": .string(origin.rawValue), "stateId": stateID.map { .int($0) } ?? .null,
        ]
    }

    /// The status in the shape in which CXone gives it.
    package func json(of userID: String) -> JSONValue {
        [
            "userId": .string(userID), "status": .string(status.label), "pauseReason": .string(orNull: pauseReason),
            "wrapUpCode": .string(orNull: wrapUpCode), "timestamp": since.map { .time($0) } ?? .null,
        ]
    }
}
