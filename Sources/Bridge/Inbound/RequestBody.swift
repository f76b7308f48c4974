import Notation
import Reconciliation

/// A verified body as the changes it asks for.
struct RequestBody: Sendable {
    enum Kind: String, Sendable {
        case one = "agent_status_change_requested"
        case many = "agent_status_changes_requested"
    }

    var kind: Kind
    var items: [RequestedChange]
    /// Warnings about the body outside its items.
    var warnings: [Problem.Fault]

    static let mostItems = 10_000

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
            throw Self.malformed(error)
        }
        do throws(FieldFault) {
            name = try fields.requireString("event")
        } catch {
            let fault = Problem.Fault(error)
            throw Problem(status: 422, code: fault.code, detail: fault.detail, errors: [fault])
        }
        guard let kind = Kind(rawValue: name) else {
            let detail = "\"\(name)\" is no event that is taken here; \(Kind.one.rawValue) and \(Kind.many.rawValue) are"
            let fault = ChangeFault.unknownEvent.fault(at: fields.pointer(to: "event"), detail)
            throw Problem(status: 422, code: fault.code, detail: detail, errors: [fault])
        }
        self.kind = kind
        switch kind {
        case .one:
            items = [ChangeReader.read(value, at: .root, rules: rules, now: now)]
            warnings = []
        case .many:
            let changes: [JSONValue]
            do throws(FieldFault) {
                changes = try fields.requireArray("changes")
            } catch {
                throw Self.malformed(error)
            }
            let pointer = fields.pointer(to: "changes")
            guard (1...Self.mostItems).contains(changes.count) else {
                let detail = "changes must hold 1 to \(Self.mostItems) items, not \(changes.count)"
                let fault = Problem.Fault(pointer: pointer, code: "malformed", detail: detail)
                throw Problem(status: 400, code: "malformed", detail: detail, errors: [fault])
            }
            items = changes.enumerated().map { index, item in
                ChangeReader.read(item, at: pointer.appending(index), rules: rules, now: now)
            }
            warnings = fields.unread.map { name in
                let detail = "\(name) is not a field of this event and was ignored"
                return Problem.Fault(pointer: fields.pointer(to: name), code: "unknown_field", detail: detail)
            }
        }
    }

    private static func malformed(_ fault: FieldFault) -> Problem {
        let wire = Problem.Fault(pointer: fault.pointer, code: "malformed", detail: fault.detail)
        return Problem(status: 400, code: "malformed", detail: fault.detail, errors: [wire])
    }
}
