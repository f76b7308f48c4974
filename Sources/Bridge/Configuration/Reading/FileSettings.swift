import Notation

/// The values of a configuration file by their places, and what in it is no key.
struct FileSettings: Sendable {
    private(set) var values: [String: JSONValue] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    /// The names in each section that is a map by name.
    private(set) var names: [String: [String]] = [:]
    private let file: String
    private let tree: KeyTree

    init(_ object: JSONObject, file: String, tree: KeyTree = .standard) {
        self.file = file
        self.tree = tree
        read(object, at: [], in: [])
    }

    /// - Parameters:
    ///   - path: where the object stands.
    ///   - pattern: the same with stars for names.
    private mutating func read(_ object: JSONObject, at path: [String], in pattern: [String]) {
        let isByName = tree.isByName(pattern)
        for (name, value) in object {
            // Null and absent are the same.
            guard !value.isNull else { continue }
            let place = path + [name]
            let nextPattern = pattern + [isByName ? "*" : name]
            if isByName {
                guard ConfiguredName.isAllowed(name, in: path[0]) else {
                    note(.badValue, place, ConfiguredName.rule(in: path[0]))
                    continue
                }
            }
            if tree.isLeaf(nextPattern) {
                values[place.joined(separator: ".")] = value
            } else if tree.isSection(nextPattern) {
                guard let section = value.object else {
                    note(.wrongType, place, "found \(Found.words(value, kind: .secret)); a map of keys is allowed")
                    continue
                }
                if isByName { names[path[0], default: []].append(name) }
                read(section, at: place, in: nextPattern)
            } else {
                let known = tree.names(in: pattern)
                let hint = Suggestion.clause(for: name, among: known)
                note(.unknownKey, place, "is no key\(hint.isEmpty ? "; there are \(known.joined(separator: ", "))" : hint)")
            }
        }
    }

    private mutating func note(_ code: ConfigurationProblem.Code, _ path: [String], _ detail: String) {
        problems.append(ConfigurationProblem(code, path.joined(separator: "."), from: file, detail))
    }
}

/// Which names of sources, endpoints, tenants and policies are taken.
enum ConfiguredName {
    static func isAllowed(_ name: String, in section: String) -> Bool {
        guard (1...63).contains(name.utf8.count), name.utf8.first != UInt8(ascii: "-") else { return false }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isPlain && !(section == "sources" && name == "operators")
    }

    static func rule(in section: String) -> String {
        let reserved = section == "sources" ? "; “operators” is the bridge's own" : ""
        return "is no name: 1 to 63 letters, digits, - and _ are allowed, not beginning with -\(reserved)"
    }
}

/// The keys as the tree that a file is.
struct KeyTree: Sendable {
    private var leaves: Set<[String]> = []
    private var children: [[String]: [String]] = [:]

    static let standard = KeyTree(ConfigurationKey.all)

    init(_ keys: [ConfigurationKey]) {
        for key in keys {
            add(key.components)
            guard key.mayStandInFile, let last = key.components.last else { continue }
            add(key.components.dropLast() + [last + "File"])
        }
    }

    private mutating func add(_ components: [String]) {
        leaves.insert(components)
        for depth in components.indices {
            let parent = Array(components[..<depth])
            guard children[parent]?.contains(components[depth]) != true else { continue }
            children[parent, default: []].append(components[depth])
        }
    }

    func isLeaf(_ pattern: [String]) -> Bool { leaves.contains(pattern) }
    func isSection(_ pattern: [String]) -> Bool { children[pattern] != nil }
    func isByName(_ pattern: [String]) -> Bool { children[pattern] == ["*"] }
    func names(in pattern: [String]) -> [String] { children[pattern] ?? [] }
}
