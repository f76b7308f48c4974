import Journal
import Notation
import Reconciliation
import Store

extension ComplianceFlags {
    init(_ compliance: Compliance) {
        self.init(
            roleChecked: ComplianceCheck(compliance.roleChecked),
            shiftValidated: ComplianceCheck(compliance.shiftValidated),
            wrapUpVerified: ComplianceCheck(compliance.wrapUpVerified)
        )
    }
}

extension ComplianceCheck {
    init(_ check: Compliance.Check) {
        switch check {
        case .passed: self = .passed
        case .failed: self = .failed
        case .notRun(let reason): self = .notChecked(reason)
        }
    }
}

extension Decision {
    /// The decision as the journal and `why` show it: its code and the chain of rules.
    func json(_ code: String) -> JSONValue {
        [
            "code": .string(code),
            "chain": .array(
                chain.map { finding in
                    [
                        "rule": .int(finding.rule.rawValue), "name": .string(finding.rule.name),
                        "code": .string(finding.note.code), "words": .string(finding.note.words),
                        "decided": .bool(finding.decided),
                    ]
                }
            ),
        ]
    }
}

extension Wanted {
    var json: JSONValue { .object(members) }

    private var members: JSONObject {
        [
            "status": .string(status.rawValue), "pauseReason": .string(orNull: pauseReason),
            "wrapUpCode": .string(orNull: wrapUpCode), "forceAvailability": .bool(forceAvailability),
            "respectWrapUp": .bool(respectWrapUp),
        ]
    }

    /// What was asked for, with its times and names.
    func json(with change: Change) -> JSONValue {
        var object = members
        object["effectiveAt"] = .time(change.effectiveAt)
        object["expiresAt"] = .time(change.expiresAt)
        object["endsAt"] = change.endsAt.map { .time($0) } ?? .null
        object["version"] = change.version.map { .int($0) } ?? .null
        object["reference"] = .string(orNull: change.reference)
        return .object(object)
    }
}

extension Problem.Fault {
    /// Details may quote what the sender wrote; the journal keeps the place and the code.
    var jsonWithoutDetail: JSONValue {
        ["pointer": .string(pointer.description), "code": .string(code)]
    }
}

extension Delivery {
    /// - Parameter attempted: whether the record is about an attempt, which then counts.
    func names(attempted: Bool = true) -> JSONObject {
        [
            "eventId": .string(event.text), "deliveryId": .string(id.text), "endpoint": .string(endpoint.text),
            "sequence": .int(sequence), "attempts": .int(attempts + (attempted ? 1 : 0)),
        ]
    }
}

extension WriteAnswer {
    /// The answer in words for people.
    var words: String {
        switch self {
        case .accepted: "CXone accepted the write"
        case .conflict(let detail): "CXone refused the write for now (409): \(detail)"
        case .throttled: "CXone asked for fewer calls (429)"
        case .forbidden(let right):
            "CXone refused the write (403): the right \(right.right) is missing; it is granted under \(right.grantedUnder)"
        case .notFound: "CXone does not know this user (404)"
        case .rejected(let http, let detail): "CXone refused the write (\(http)): \(detail)"
        case .notSent(let detail): "the write did not leave: \(detail)"
        case .lost(let detail): "the answer to the write was lost: \(detail)"
        }
    }

    /// CXone said no, or never heard of it.
    var isRefusal: Bool {
        switch self {
        case .accepted, .lost: false
        case .conflict, .throttled, .forbidden, .notFound, .rejected, .notSent: true
        }
    }
}
