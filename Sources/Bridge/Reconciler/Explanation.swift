import Notation
import Reconciliation

/// Why one decision fell as it did: the chain of rules, what they leaned on, and what could not be seen.
struct Explanation {
    let situation: Situation
    let decision: Decision
    let now: Instant

    /// A reason, a refusal, or the kind of the verdict.
    private var code: String {
        let reason = VerdictReason(decision.verdict).label
        return reason.isEmpty || decision.verdict.hasEvidence ? decision.verdict.label : reason
    }

    /// More history than this is not kept with a decision: the newest records count.
    private static let mostRecords = 20

    var json: JSONValue {
        let change = situation.desired
        let asked: JSONObject = [
            "changeId": .string(change.id.text), "source": .string(change.source.text), "requestId": .string(change.requestID.text),
            "reference": .string(orNull: change.reference), "wanted": change.wanted.json(with: change),
            "acceptedAt": .time(change.acceptedAt),
        ]
        return [
            "userId": .string(change.agent.userID), "tenant": .string(change.agent.tenant.text), "decidedAt": .time(now),
            "change": .object(asked), "verdict": .string(decision.verdict.label), "code": .string(code),
            "words": .string(decision.chain.last?.note.words ?? ""),
            "chain": decision.json(code)["chain"] ?? .array([]),
            "inputs": .object(inputs), "notSeen": .array(notSeen.map { .string($0) }), "history": history,
        ]
    }

    private var inputs: JSONObject {
        let ledger = situation.ledger
        return [
            "live": reading(situation.live) { $0.json },
            "user": reading(situation.agent.user) { $0.json },
            "lastWrite": ledger.lastConfirmed.map { write in
                [
                    "changeId": .string(write.change.text), "source": .string(write.source.text),
                    "status": .string(write.wanted.status.rawValue), "sentAt": .time(write.sentAt), "confirmedAt": .time(write.confirmedAt),
                ]
            } ?? .null,
            "openIntent": ledger.openIntent.map { ["intentId": .string($0.id.text), "recordedAt": .time($0.recordedAt)] } ?? .null,
            "lastPersonMove": ledger.lastPersonMove.map { move in
                ["at": .time(move.at), "from": .string(orNull: move.from), "to": .string(move.status)]
            } ?? .null,
            "lastRelease": ledger.lastRelease.map { .time($0) } ?? .null,
            "paused": .bool(situation.fleet.isPaused), "shadow": .bool(situation.fleet.isShadow),
            "onContact": .string(situation.policy.onContact.rawValue),
        ]
    }

    private func reading<Value>(_ reading: Reading<Value>, _ json: (Value) -> JSONValue) -> JSONValue {
        switch reading {
        case .notTaken: .null
        case .taken(let value, let at): ["value": json(value), "readAt": .time(at)]
        case .failed(let fault, let at): ["error": .string(fault.label), "words": .string(fault.words), "readAt": .time(at)]
        }
    }

    /// What the dialect does not show, or what could not be read, in words.
    private var notSeen: [String] {
        var words: [String] = []
        if !situation.capabilities.seesContacts { words.append("contacts: this interface shows a contact only as Busy") }
        if !situation.capabilities.seesWrapUp { words.append("wrap-up: this interface does not show it; CXone refuses a write during it") }
        if !situation.capabilities.seesReasons { words.append("reasons: this interface does not show them") }
        if let live = situation.live.value, situation.capabilities.seesContacts, live.onContact == .unknown {
            words.append("contacts: the state that CXone shows does not tell whether the agent is on one")
        }
        if let live = situation.live.value, situation.capabilities.seesWrapUp, live.inWrapUp == .unknown {
            words.append("wrap-up: the state that CXone shows does not tell whether the agent is in it")
        }
        if case .failed(let fault, _) = situation.live { words.append("the live status: \(fault.words)") }
        if case .failed(let fault, _) = situation.history { words.append("the state history: \(fault.words)") }
        if case .taken(let view, _) = situation.history, !view.isComplete { words.append("the state history: not all of it was read") }
        for gap in situation.history.value?.gaps(since: situation.historyFrom) ?? [] {
            words.append(
                "the state history: CXone lists nothing from \(RFC3339.format(gap.from.microseconds)) to \(RFC3339.format(gap.to.microseconds))"
            )
        }
        return words
    }

    private var history: JSONValue {
        guard let view = situation.history.value else { return .array([]) }
        return .array(
            view.segments.suffix(Self.mostRecords).map { segment in
                [
                    "start": .time(segment.start), "end": segment.end.map { .time($0) } ?? .null, "stateId": .int(segment.stateID),
                    "state": .string(segment.label), "movedBy": .string(segment.transition.rawValue),
                ]
            }
        )
    }
}

extension Verdict {
    /// Its reason is what was seen, not why.
    fileprivate var hasEvidence: Bool {
        switch self {
        case .confirm, .already, .satisfied, .apply, .withdraw: true
        default: false
        }
    }
}
