/// Why a text is not taken as JSON, with the place.
package struct JSONFault: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case empty
        case tooLarge = "too_large"
        case tooDeep = "too_deep"
        case byteOrderMark = "byte_order_mark"
        case notUTF8 = "not_utf8"
        case syntax
        case unexpectedEnd = "unexpected_end"
        case trailingData = "trailing_data"
        case duplicateKey = "duplicate_key"
        case badNumber = "bad_number"
        case badEscape = "bad_escape"
        case loneSurrogate = "lone_surrogate"
        case controlCharacter = "control_character"

        /// For metrics and logs.
        package var label: String { rawValue }
    }

    package let kind: Kind
    /// Bytes before the offending one.
    package let offset: Int
    /// The innermost value being read; names longer than 256 bytes end it early.
    package let pointer: JSONPointer
    /// What is wrong, in words.
    package let detail: String

    package init(kind: Kind, offset: Int, pointer: JSONPointer, detail: String) {
        self.kind = kind
        self.offset = offset
        self.pointer = pointer
        self.detail = detail
    }

    package var description: String {
        let place = pointer == .root ? "" : ", in \(pointer)"
        return "\(detail) (\(kind.label) at byte \(offset)\(place))"
    }
}
