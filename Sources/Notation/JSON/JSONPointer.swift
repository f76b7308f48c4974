/// A place in a JSON text, written as a JSON Pointer (RFC 6901).
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The pointer as text: empty for the whole, `~` and `/` in names written `~0` and `~1`.
    package let description: String

    /// The whole text.
    package static let root = JSONPointer(description: "")

    private init(description: String) {
        self.description = description
    }

    /// The member of that name.
    package func appending(_ name: String) -> JSONPointer {
        var text = description
        text.append("/")
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": text.append("~0")
            case "/": text.append("~1")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return JSONPointer(description: text)
    }

    /// The element at that index, from 0.
    package func appending(_ index: Int) -> JSONPointer {
        JSONPointer(description: description + "/" + String(index))
    }
}
