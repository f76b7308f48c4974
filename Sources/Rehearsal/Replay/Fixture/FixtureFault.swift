package import Notation

/// Why a fixture cannot be used: which file, where in it, what is wrong.
package struct FixtureFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let file: String
    /// 1 for the first line; nil for the file as a whole.
    package let line: Int?
    package let pointer: JSONPointer?
    package let detail: String

    init(file: String, line: Int? = nil, pointer: JSONPointer? = nil, _ detail: String) {
        self.file = file
        self.line = line
        self.pointer = pointer
        self.detail = detail
    }

    package var description: String {
        var place = file
        if let line { place += ":\(line)" }
        if let pointer, pointer != .root { place += ": \(pointer)" }
        return "\(place): \(detail)"
    }
}

extension FieldFault {
    /// A member that has the right type and no sense here.
    init(at pointer: JSONPointer, _ detail: String) {
        self.init(pointer: pointer, code: .wrongType, detail: detail)
    }
}
