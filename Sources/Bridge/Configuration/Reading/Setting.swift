import Notation

/// A value that some place of the configuration was given.
struct Setting: Sendable {
    enum Origin: Sendable, Equatable {
        case variable(String)
        /// The text of a file that a key or variable names.
        case secretFile(String)
        case file(String)
    }

    let value: JSONValue
    let origin: Origin
    let isSecret: Bool

    var place: String {
        switch origin {
        case .variable(let place): place
        case .secretFile(let place): place
        case .file(let path): path
        }
    }
}

/// Words for what was found, in which no secret can be.
enum Found {
    /// A value as messages show it: short words and numbers themselves, everything else by its kind.
    static func words(_ value: JSONValue, kind: ConfigurationKey.Kind) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): kind == .secret ? "a truth value" : "\(flag)"
        case .number(let number): kind == .secret || number.text.utf8.count > 20 ? "a number" : number.text
        case .string(let text): kind == .secret ? "a text" : words(text)
        case .array: "a list"
        case .object: "a map"
        }
    }

    /// A text itself where it is a short word; keys and tokens are longer, and long texts do not help in a message.
    static func words(_ text: String) -> String {
        guard !text.isEmpty else { return "nothing" }
        let isSecret = ["whsec_", "whsk_", "wbo_"].contains { text.lowercased().hasPrefix($0) }
        let isWord = text.utf8.count <= 24 && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isWord && !isSecret ? "“\(text)”" : "a text of \(text.unicodeScalars.count) characters"
    }
}
