import Notation
import Reconciliation

/// A verified body, by the event that it names.
enum IncomingBody: Sendable {
    /// `agent_status_change_requested`, `agent_status_changes_requested`, `agent_schedule_published`.
    case changes(RequestBody)
    /// `agent_status_changes_cancelled`.
    case withdrawal(WithdrawalBody)

    static let cancelled = "agent_status_changes_cancelled"

    /// Reads a body.
    ///
    /// - Throws: a 400 `malformed` for what cannot be read as a request at all, a 422 for an event that is not known.
    init(bytes: some Collection<UInt8>, rules: IntakeRules, now: Instant) throws(Problem) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            let fault = Problem.Fault(pointer: error.pointer, code: "malformed", detail: error.description)
            throw Problem(status: 400, code: "malformed", detail: "the body is not acceptable JSON: \(error)", errors: [fault])
        }
        var fields: JSONFields
        let name: String
        do throws(FieldFault) {
            fields = try JSONFields(value)
        } catch {
            throw Problem(malformed: error)
        }
        do throws(FieldFault) {
            name = try fields.requireString("event")
        } catch {
            let fault = Problem.Fault(error)
            throw Problem(status: 422, code: fault.code, detail: fault.detail, errors: [fault])
        }
        if name == Self.cancelled {
            self = .withdrawal(try WithdrawalBody(&fields))
            return
        }
        guard let kind = RequestBody.Kind(rawValue: name) else {
            let known = (RequestBody.Kind.allCases.map(\.rawValue) + [Self.cancelled]).joined(separator: ", ")
            let detail = "\"\(name)\" is no event that is taken here; \(known) are"
            let fault = ChangeFault.unknownEvent.fault(at: fields.pointer(to: "event"), detail)
            throw Problem(status: 422, code: fault.code, detail: detail, errors: [fault])
        }
        self = .changes(try RequestBody(kind, value, &fields, rules: rules, now: now))
    }
}

extension Problem {
    /// A 400 for a field that is not even of the right shape.
    init(malformed fault: FieldFault) {
        let wire = Problem.Fault(pointer: fault.pointer, code: "malformed", detail: fault.detail)
        self.init(status: 400, code: "malformed", detail: fault.detail, errors: [wire])
    }

    /// A 422 for one field outside the items.
    init(_ code: ChangeFault, _ pointer: JSONPointer, _ detail: String) {
        self.init(status: 422, code: code.rawValue, detail: detail, errors: [code.fault(at: pointer, detail)])
    }
}
