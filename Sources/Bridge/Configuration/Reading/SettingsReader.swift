import Notation

/// Takes values out of the merged configuration and collects what is wrong with them.
struct SettingsReader {
    private let settings: [String: Setting]
    private let kinds: [String: ConfigurationKey.Kind]
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var warnings: [String] = []

    /// Longer texts are mistakes.
    private static let longestText = 4_096

    init(_ settings: [String: Setting], places: [KeyPlace]) {
        self.settings = settings
        kinds = Dictionary(places.map { ($0.path, $0.key.kind) }) { first, _ in first }
    }

    func has(_ path: String) -> Bool { settings[path] != nil }

    func hasAny(in section: String) -> Bool { settings.keys.contains { $0.hasPrefix(section) } }

    func setting(_ path: String) -> Setting? { settings[path] }

    mutating func warn(_ text: String) {
        warnings.append(text)
    }

    mutating func note(_ code: ConfigurationProblem.Code, _ path: String, _ detail: String) {
        problems.append(ConfigurationProblem(code, path, from: settings[path]?.place, detail))
    }

    // MARK: Plain values

    mutating func text(_ path: String) -> String? {
        guard let value = settings[path]?.value else { return nil }
        guard let text = value.string else {
            let hint = if case .number = value { ": put it in quotes" } else { "" }
            note(.wrongType, path, "found \(found(value, path)); a text is allowed\(hint)")
            return nil
        }
        return isFit(text, path) ? text : nil
    }

    mutating func secret(_ path: String) -> Secret? {
        text(path).map { Secret($0) }
    }

    mutating func integer(_ path: String, in range: ClosedRange<Int>, standard: Int) -> Int {
        guard let value = settings[path]?.value else { return standard }
        guard let number = value.int, range.contains(Int(number)) else {
            note(
                value.int == nil ? .wrongType : .badValue,
                path,
                "found \(found(value, path)); a whole number from \(range.lowerBound) to \(range.upperBound) is allowed"
            )
            return standard
        }
        return Int(number)
    }

    mutating func flag(_ path: String) -> Bool {
        guard let value = settings[path]?.value else { return false }
        guard let flag = value.bool else {
            note(.wrongType, path, "found \(found(value, path)); true or false is allowed")
            return false
        }
        return flag
    }

    /// Texts, none of them twice; an empty list is a list.
    mutating func list(_ path: String) -> [String]? {
        guard let value = settings[path]?.value else { return nil }
        guard let elements = value.array else {
            note(.wrongType, path, "found \(found(value, path)); a list of texts is allowed")
            return nil
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            let place = "\(path)[\(index)]"
            guard let text = element.string else {
                note(.wrongType, place, "found \(Found.words(element, kind: .text)); a text is allowed")
                continue
            }
            guard !texts.contains(text) else {
                note(.badValue, place, "\(Found.words(text)) stands in the list twice")
                continue
            }
            if isFit(text, place) { texts.append(text) }
        }
        return texts
    }

    /// One of some words; `unavailable` are those that are known and do nothing yet.
    mutating func choice(_ path: String, of words: [String], unavailable: [String] = [], standard: String) -> String {
        guard let text = text(path) else { return standard }
        guard !words.contains(text) else { return text }
        let allowed = "\(words.joined(separator: ", ")) \(words.count == 1 ? "is" : "are") allowed"
        if unavailable.contains(text) {
            note(.notAvailable, path, "“\(text)” is not available in this version; \(allowed)")
        } else {
            note(.badValue, path, "found \(Found.words(text)); \(allowed)\(Suggestion.clause(for: text, among: words))")
        }
        return standard
    }

    // MARK: Addresses

    /// An address that the rules let the bridge speak to.
    mutating func address(
        _ path: String,
        rules: AddressRules,
        allowsQuery: Bool = false,
        allowsBareHost: Bool = false
    ) -> WebAddress? {
        guard let text = text(path) else { return nil }
        let address: WebAddress
        do {
            address = try WebAddress(text, allowsQuery: allowsQuery, allowsBareHost: allowsBareHost)
        } catch {
            note(.address, path, error.description)
            return nil
        }
        if let refusal = rules.refusal(of: address) {
            note(.address, path, refusal)
            return nil
        }
        return address
    }

    private mutating func isFit(_ text: String, _ path: String) -> Bool {
        if text.isEmpty {
            note(.badValue, path, "is empty")
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            note(.badValue, path, "holds a line break or another control character")
        } else if text.utf8.count > Self.longestText {
            note(.badValue, path, "is longer than the \(Self.longestText) bytes allowed")
        } else {
            return true
        }
        return false
    }

    private func found(_ value: JSONValue, _ path: String) -> String {
        Found.words(value, kind: kinds[path] ?? .secret)
    }
}
