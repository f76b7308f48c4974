import Configuration

/// A key with its names put in: one value of one configuration.
struct KeyPlace: Sendable, Hashable {
    let key: ConfigurationKey
    /// `sources.wfm.team`.
    let path: String
    /// `WFM_BRIDGE_SOURCES_WFM_TEAM`, then the plain one where there is one. The first that is set counts.
    let variables: [String]

    init(_ key: ConfigurationKey, named name: String? = nil) {
        self.key = key
        let components = key.components.map { $0 == "*" ? name ?? "*" : $0 }
        path = components.joined(separator: ".")
        var variables = [VariableName.of(components)]
        if let plain = key.plainVariable, name == nil || name == key.components.first.flatMap({ ConfigurationKey.standardNames[$0] }) {
            variables.append(plain)
        }
        self.variables = variables
    }

    /// The places of all keys, for the names that a configuration has in each section.
    static func all(names: [String: [String]]) -> [KeyPlace] {
        ConfigurationKey.all.flatMap { key in
            let components = key.components
            guard components.contains("*"), let section = components.first else { return [KeyPlace(key)] }
            return (names[section] ?? []).map { KeyPlace(key, named: $0) }
        }
    }
}

/// How keys are written as environment variables: swift-configuration's way, behind a prefix.
enum VariableName {
    static let prefix = "WFM_BRIDGE_"
    static let fileSuffix = "_FILE"

    private static let namer = EnvironmentVariablesProvider(environmentVariables: [:])

    static func of(_ components: [String]) -> String {
        prefix + encoded(AbsoluteConfigKey(components))
    }

    private static func encoded(_ key: AbsoluteConfigKey) -> String {
        // A lookup of text in an empty environment finds nothing and has nothing to fail at; the name is all that is wanted.
        (try? namer.value(forKey: key, type: .string).encodedKey) ?? key.components.joined(separator: "_").uppercased()
    }
}
