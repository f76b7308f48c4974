/// What is wrong with one field of a JSON object.
package struct FieldFault: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case missingField = "missing_field"
        case wrongType = "wrong_type"
        case tooLong = "too_long"
    }

    /// Where the field is, or should be.
    package let pointer: JSONPointer
    package let code: Code
    /// What was found and what is wanted.
    package let detail: String

    package init(pointer: JSONPointer, code: Code, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }

    package var description: String {
        "\(detail) (\(code.rawValue) at \(pointer == .root ? "the top" : pointer.description))"
    }
}
