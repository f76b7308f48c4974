import Notation
import Reconciliation

/// A verified body as the changes it asks for.
struct RequestBody: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case one = "agent_status_change_requested"
        case many = "agent_status_changes_requested"
        case schedule = "agent_schedule_published"

        /// The field that holds the items; nil where the body is the item.
        var items: String? {
            switch self {
            case .one: nil
            case .many: "changes"
            case .schedule: "segments"
            }
        }
    }

    var kind: Kind
    var items: [RequestedChange]
    /// The schedule that the items are segments of.
    var schedule: PublishedSpan?
    /// Warnings about the body outside its items.
    var warnings: [Problem.Fault]

    static let mostItems = 10_000

    init(_ kind: Kind, _ value: JSONValue, _ fields: inout JSONFields, rules: IntakeRules, now: Instant) throws(Problem) {
        self.kind = kind
        guard let name = kind.items else {
            items = [ChangeReader.read(value, at: .root, rules: rules, now: now)]
            warnings = []
            return
        }
        let span: PublishedSpan? = kind == .schedule ? try PublishedSpan(&fields, now: now) : nil
        let parts: [JSONValue]
        do throws(FieldFault) {
            parts = try fields.requireArray(name)
        } catch {
            throw Problem(malformed: error)
        }
        let pointer = fields.pointer(to: name)
        // A schedule without segments says that nothing is planned.
        guard (kind == .schedule ? 0...Self.mostItems : 1...Self.mostItems).contains(parts.count) else {
            let detail = "\(name) must hold \(kind == .schedule ? "at most" : "1 to") \(Self.mostItems) items, not \(parts.count)"
            let fault = Problem.Fault(pointer: pointer, code: "malformed", detail: detail)
            throw Problem(status: 400, code: "malformed", detail: detail, errors: [fault])
        }
        let shape: ChangeReader.Shape =
            span.map { .segment(userID: $0.userID, version: $0.version, zone: $0.zone) } ?? .change
        items = parts.enumerated().map { index, item in
            ChangeReader.read(item, as: shape, at: pointer.appending(index), rules: rules, now: now)
        }
        schedule = span
        schedule?.content = JSONValue.array(parts + [fields.value("from") ?? .null, fields.value("to") ?? .null]).encoded()
        if let span {
            for index in items.indices { items[index].refuse(outside: span, at: pointer.appending(index)) }
        }
        warnings = fields.unread.map { name in
            let detail = "\(name) is not a field of this event and was ignored"
            return Problem.Fault(pointer: fields.pointer(to: name), code: "unknown_field", detail: detail)
        }
    }
}
