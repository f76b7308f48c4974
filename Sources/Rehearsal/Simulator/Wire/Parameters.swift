/// Names and values of a query or a form body, each name at most once.
struct Parameters: Sendable, Hashable {
    enum Fault: Error, Sendable, Hashable {
        case malformed
        case repeated(String)

        var message: String {
            switch self {
            case .malformed: "A percent-escape is malformed, or the text behind it is not UTF-8."
            case .repeated(let name): "The parameter \(name) is there more than once."
            }
        }
    }

    private var values: [String: String] = [:]

    init(parsing text: Substring, plusIsSpace: Bool) throws(Fault) {
        for pair in text.split(separator: "&", omittingEmptySubsequences: true) {
            let equals = pair.firstIndex(of: "=") ?? pair.endIndex
            let rawValue = equals == pair.endIndex ? "" : pair[pair.index(after: equals)...]
            guard
                let name = PercentEncoding.decode(pair[..<equals], plusIsSpace: plusIsSpace),
                let value = PercentEncoding.decode(rawValue, plusIsSpace: plusIsSpace)
            else { throw .malformed }
            guard values.updateValue(value, forKey: name) == nil else { throw .repeated(name) }
        }
    }

    /// The value; nil if it is absent or empty (RFC 6749, section 3.2: no value counts as omitted).
    subscript(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
