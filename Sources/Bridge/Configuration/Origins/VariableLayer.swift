import Configuration
import Notation

/// Variables of one origin, with swift-configuration to turn their texts into values.
struct VariableLayer: Sendable {
    enum Origin: Sendable, Equatable {
        case commandLine, environment
        case environmentFile(String)
    }

    enum Lookup: Sendable, Equatable {
        case absent
        case found(JSONValue)
        case notConvertible
    }

    let origin: Origin
    /// Those that are set; an empty value is no value, as in containers that pass everything on.
    let variables: [String: String]
    private let provider: EnvironmentVariablesProvider

    init(_ origin: Origin, _ variables: [String: String]) {
        self.origin = origin
        self.variables = variables.filter { !$0.value.isEmpty }
        provider = EnvironmentVariablesProvider(environmentVariables: self.variables, secretsSpecifier: .all)
    }

    func value(of variable: String, as kind: ConfigurationKey.Kind) -> Lookup {
        guard let text = variables[variable] else { return .absent }
        // A map is written as JSON, which is nothing that swift-configuration reads.
        if kind == .map {
            guard let value = try? JSONValue(parsing: text) else { return .notConvertible }
            return .found(value)
        }
        let key = AbsoluteConfigKey(variable.split(separator: "_", omittingEmptySubsequences: false).map(String.init))
        guard let content = try? provider.value(forKey: key, type: kind.configType).value?.content else { return .notConvertible }
        switch content {
        case .string(let text): return .found(.string(text))
        case .int(let number): return .found(.int(number))
        case .bool(let flag): return .found(.bool(flag))
        case .stringArray(let texts): return .found(.array(texts.map { .string($0) }))
        default: return .notConvertible
        }
    }

    /// Where a variable was set, for messages.
    func place(of variable: String) -> String {
        switch origin {
        case .commandLine: "command line"
        case .environment: "environment variable \(variable)"
        case .environmentFile(let path): "\(variable) in \(path)"
        }
    }
}

extension ConfigurationKey.Kind {
    fileprivate var configType: ConfigType {
        switch self {
        case .text, .secret, .map: .string
        case .integer: .int
        case .flag: .bool
        case .list: .stringArray
        }
    }
}
