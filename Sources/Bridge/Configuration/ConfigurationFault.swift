/// What is wrong with one key, variable or file.
package struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        case unreadable
        case syntax
        case unknownKey = "unknown_key"
        case unknownVariable = "unknown_variable"
        case wrongType = "wrong_type"
        case badValue = "bad_value"
        case notAvailable = "not_available"
        case missing
        case address

        package var label: String { rawValue }
    }

    package let code: Code
    /// The key with dots, the variable, or the file.
    package let path: String
    /// Where the value came from; nil where there is none or the path says it.
    package let origin: String?
    /// What was found, what is allowed, and what to do; never a secret.
    package let detail: String

    package init(_ code: Code, _ path: String, from origin: String? = nil, _ detail: String) {
        self.code = code
        self.path = path
        self.origin = origin
        self.detail = detail
    }

    package var description: String {
        "\(path)\(origin.map { " (\($0))" } ?? ""): \(detail)"
    }
}

/// Why the configuration is not taken: everything that is wrong with it, not only the first thing.
package struct ConfigurationFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let problems: [ConfigurationProblem]

    package init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    package init(_ problem: ConfigurationProblem) {
        self.init([problem])
    }

    /// For metrics and logs: the code of the first problem.
    package var label: String { problems.first?.code.label ?? "none" }

    package var description: String {
        guard problems.count != 1 else { return "configuration: \(problems[0])" }
        return "configuration: \(problems.count) problems\n" + problems.map { "  - \($0)" }.joined(separator: "\n")
    }
}
