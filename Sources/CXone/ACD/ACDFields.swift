import Notation
import Reconciliation

/// The members of an object of the ACD interface.
///
/// Spelling varies with version and call (`isACW`, `isAcw`, `IsACW`; `outstateId`, `outStateId`), and older versions write
/// numbers and truth values as texts: names fit in any case, values in both forms. Null and absent are the same.
struct ACDFields: Sendable {
    private let members: [String: JSONValue]

    init?(_ value: JSONValue) {
        guard let object = value.object else { return nil }
        var members: [String: JSONValue] = [:]
        for (name, value) in object where !value.isNull { members[name.lowercased()] = value }
        self.members = members
    }

    func value(_ name: String) -> JSONValue? { members[name.lowercased()] }

    /// A text that is not empty; a number as it is written.
    func text(_ name: String) -> String? {
        switch value(name) {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number): number.text
        default: nil
        }
    }

    func int(_ name: String) -> Int? {
        switch value(name) {
        case .string(let text): Int(text)
        case .number(let number): number.int64.flatMap { Int(exactly: $0) }
        default: nil
        }
    }

    func truth(_ name: String) -> Bool? {
        switch value(name) {
        case .bool(let truth): truth
        case .string(let text): ["true": true, "false": false][text.lowercased()]
        case .number(let number): [0: false, 1: true][number.int64]
        default: nil
        }
    }

    func list(_ name: String) -> [JSONValue]? { value(name)?.array }

    func fields(_ name: String) -> ACDFields? { value(name).flatMap { ACDFields($0) } }

    /// A time; where it has no offset it is in UTC (description of CXone's wire).
    func time(_ name: String) -> Instant? { text(name).flatMap { Self.time($0) } }

    static func time(_ text: String) -> Instant? { TimeText.parse(text) ?? TimeText.parse(text + "Z") }

    /// What an answer's body holds; nil for an answer without one.
    static func body(of answer: Answer, call: CXoneCall) throws(CXoneFault) -> JSONValue? {
        guard answer.status != 204, !answer.bytes.isEmpty else { return nil }
        do {
            // The answer was bounded when it was read.
            return try JSONValue(parsing: answer.bytes, limits: JSONLimits(bytes: answer.bytes.count))
        } catch {
            throw .unreadable(detail: answer.line("\(error)"), call: call)
        }
    }
}
