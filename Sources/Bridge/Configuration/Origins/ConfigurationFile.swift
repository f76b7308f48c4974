import Notation

/// The configuration file: JSON, or YAML with the same keys.
enum ConfigurationFile {
    static let mostBytes = 1 << 20

    enum Format: String, CaseIterable {
        case json, yaml, yml
    }

    /// The one object that the file holds.
    static func read(_ path: String) throws(ConfigurationProblem) -> JSONObject {
        let ending = TextFile.lastName(path).split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let format = Format(rawValue: ending) else {
            throw ConfigurationProblem(.unreadable, path, "the name has to end in .json, .yaml or .yml")
        }
        let text: String
        do {
            text = try TextFile.read(path, mostBytes: mostBytes)
        } catch {
            throw ConfigurationProblem(.unreadable, path, error.detail)
        }
        let value: JSONValue
        switch format {
        case .json: value = try json(text, path)
        case .yaml, .yml: value = try yaml(text, path)
        }
        guard let object = value.object else {
            throw ConfigurationProblem(.syntax, path, "the file has to hold one map of keys, such as \"intake\" and \"sources\"")
        }
        return object
    }

    private static func json(_ text: String, _ path: String) throws(ConfigurationProblem) -> JSONValue {
        do {
            return try JSONValue(parsing: text)
        } catch {
            let before = text.utf8.prefix(error.offset)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
            let place = error.pointer == .root ? "" : ", in \(error.pointer)"
            throw ConfigurationProblem(.syntax, path, "line \(line), column \(column)\(place): \(error.detail)")
        }
    }

    private static func yaml(_ text: String, _ path: String) throws(ConfigurationProblem) -> JSONValue {
        do {
            return try YAMLText.value(text)
        } catch {
            throw ConfigurationProblem(.syntax, path, error.description)
        }
    }
}
