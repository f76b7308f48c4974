import TestSupport

@testable import Bridge

/// A working directory of one test, and the configurations that come of it.
struct ConfigurationPlace {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    func load(
        json: String? = nil,
        yaml: String? = nil,
        commandLine: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws -> BridgeConfiguration {
        var file: String?
        if let json { file = try directory.write(json, to: "bridge.json") }
        if let yaml { file = try directory.write(yaml, to: "bridge.yaml") }
        return try ConfigurationLoader.load(
            file: file,
            commandLine: commandLine,
            environment: environment,
            workingDirectory: directory.path
        )
    }

    /// The problems of a configuration that is not taken; none where it is.
    func problems(
        json: String? = nil,
        yaml: String? = nil,
        commandLine: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws -> [ConfigurationProblem] {
        do {
            _ = try load(json: json, yaml: yaml, commandLine: commandLine, environment: environment)
            return []
        } catch let fault as ConfigurationFault {
            return fault.problems
        }
    }
}
