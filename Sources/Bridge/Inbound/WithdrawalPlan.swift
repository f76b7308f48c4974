import Notation
import Reconciliation
import Store

/// One readable cancellation on its way into the store, and how the answer and the records are made of what is found.
struct WithdrawalPlan: Sendable {
    let requested: WithdrawalBody
    let source: Source
    let id: RequestID
    let at: Instant
    private let scribe: Scribe

    init(_ requested: WithdrawalBody, _ source: Source, _ id: RequestID, scribe: Scribe, at: Instant) {
        self.requested = requested
        self.source = source
        self.id = id
        self.scribe = scribe
        self.at = at
    }

    func carryOut(in store: any Store, digest: [UInt8]) async throws(Problem) -> WithdrawalAnswer {
        let target: Withdrawal.Target =
            switch requested.target {
            case .references(let references): .references(references)
            case .user(let userID): .agent(AgentID(tenant: source.tenant, userID: userID))
            }
        let order = Withdrawal(
            source: source.name,
            tenant: source.tenant,
            requestID: id,
            bodyDigest: digest,
            at: at,
            target: target,
            conclude: conclude
        )
        do throws(StoreFault) {
            return try await store.withdraw(order)
        } catch {
            throw .cannotRecord("\(error)")
        }
    }

    /// The 422 where no reference is an open change's.
    var nothingFound: Problem {
        guard case .references(let references) = requested.target else {
            return Problem(.unknownReference, .root, "there is nothing to cancel")
        }
        let pointer = JSONPointer.root.appending("references")
        let errors = references.indices.map { index in
            ChangeFault.unknownReference.fault(at: pointer.appending(index), Self.unknownWords(references[index]))
        }
        let code = ChangeFault.unknownReference.rawValue
        return Problem(status: 422, code: code, detail: "none of the references is that of an open change of this source", errors: errors)
    }

    private static func unknownWords(_ reference: String) -> String {
        "no open change of this source has the reference \"\(reference)\""
    }

    @Sendable
    private func conclude(_ found: [Change]) -> Conclusion {
        let records = found.map { scribe.cancelRequested($0, by: id, at: at) }
        let items: [JSONValue]
        switch requested.target {
        case .user:
            // Nothing open is what was wanted.
            items = found.map(Self.item)
        case .references(let references):
            if found.isEmpty {
                let record = scribe.refusedRequest(nothingFound, source: source.name, request: id, at: at)
                return Conclusion(answer: nil, records: [record])
            }
            let byReference = Dictionary(grouping: found, by: \.reference)
            items = references.flatMap { reference in byReference[reference]?.map(Self.item) ?? [Self.unknown(reference)] }
        }
        let answer: JSONValue = [
            "id": .string(id.text), "changes": .array(items), "warnings": .array(requested.warnings.map(\.json)),
        ]
        return Conclusion(answer: StoredAnswer(bytes: answer.encoded()), records: records)
    }

    /// A change that is to be cancelled, in the state it was found in; what becomes of it the event tells.
    private static func item(_ change: Change) -> JSONValue {
        [
            "changeId": .string(change.id.text), "userId": .string(change.agent.userID), "reference": .string(orNull: change.reference),
            "state": .string(change.state == .scheduled ? ChangeState.scheduled.rawValue : ChangeState.due.rawValue),
            "cancelRequested": .bool(true),
        ]
    }

    private static func unknown(_ reference: String) -> JSONValue {
        [
            "changeId": .null, "userId": .null, "reference": .string(reference), "state": .string(ChangeState.refused.rawValue),
            "code": .string(ChangeFault.unknownReference.rawValue), "detail": .string(unknownWords(reference)),
        ]
    }
}
