import Notation
import Yams

/// YAML as JSON values, after the core schema of YAML 1.2: `yes` and `12:30` are texts, unlike in YAML 1.1.
enum YAMLText {
    struct Fault: Error, Equatable, CustomStringConvertible {
        let line: Int?
        let column: Int?
        let detail: String

        init(_ mark: Mark?, _ detail: String) {
            line = mark?.line
            column = mark?.column
            self.detail = detail
        }

        var description: String {
            guard let line, let column else { return detail }
            return "line \(line), column \(column): \(detail)"
        }
    }

    /// Values in one file, those that aliases repeat counted every time.
    static let mostValues = 10_000

    /// As deep as JSON may be.
    static let deepest = JSONLimits.standard.depth

    static func value(_ text: String) throws(Fault) -> JSONValue {
        let root: Node?
        do {
            root = try compose(yaml: text, .basic, .default, .utf8)
        } catch {
            throw fault(error)
        }
        guard let root else { return .object(JSONObject()) }
        var reading = Reading()
        return try reading.value(root, depth: 0)
    }

    /// What the parser found, without the piece of the text that it shows: there may be secrets in it.
    private static func fault(_ error: any Error) -> Fault {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            Fault(mark, problem)
        case .duplicatedKeysInMapping(let names, let context):
            Fault(context.mark, "\(names.sorted().map { "“\($0)”" }.joined(separator: ", ")) stands in the same map twice")
        case .reader(let problem, _, _, _):
            Fault(nil, problem)
        default:
            Fault(nil, "not YAML")
        }
    }

    private struct Reading {
        var count = 0

        mutating func value(_ node: Node, depth: Int) throws(Fault) -> JSONValue {
            count += 1
            guard count <= mostValues else { throw Fault(node.mark, "more than \(mostValues) values, aliases counted") }
            guard depth < deepest else { throw Fault(node.mark, "nested deeper than the \(deepest) levels allowed") }
            switch node {
            case .scalar(let scalar):
                return try Self.value(scalar)
            case .sequence(let sequence):
                try Self.check(sequence.tag, at: sequence.mark, standard: "tag:yaml.org,2002:seq")
                var elements: [JSONValue] = []
                for element in sequence { elements.append(try value(element, depth: depth + 1)) }
                return .array(elements)
            case .mapping(let mapping):
                try Self.check(mapping.tag, at: mapping.mark, standard: "tag:yaml.org,2002:map")
                var object = JSONObject()
                for (key, element) in mapping {
                    guard case .scalar(let name) = key else { throw Fault(key.mark, "a key has to be a plain text") }
                    guard object[name.string] == nil else { throw Fault(name.mark, "“\(name.string)” stands in the same map twice") }
                    guard name.string != "<<" else { throw Fault(name.mark, "merge keys (<<) are not supported: repeat the keys") }
                    object[name.string] = try value(element, depth: depth + 1)
                }
                return .object(object)
            case .alias(let alias):
                throw Fault(alias.mark, "an alias that leads nowhere")
            }
        }

        private static func value(_ scalar: Node.Scalar) throws(Fault) -> JSONValue {
            let text = scalar.string
            let isQuoted = scalar.style != .plain && scalar.style != .any
            if isQuoted || scalar.tag.description == "tag:yaml.org,2002:str" { return .string(text) }
            try check(scalar.tag, at: scalar.mark, standard: "")
            switch text {
            case "", "~", "null", "Null", "NULL": return .null
            case "true", "True", "TRUE": return .bool(true)
            case "false", "False", "FALSE": return .bool(false)
            default: break
            }
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return .string(text) }
            guard let number = try? JSONValue(parsing: text), case .number = number else { return .string(text) }
            return number
        }

        private static func check(_ tag: Tag, at mark: Mark?, standard: String) throws(Fault) {
            let name = tag.description
            guard name.isEmpty || name == standard else { throw Fault(mark, "the tag \(name) is not supported") }
        }
    }
}
