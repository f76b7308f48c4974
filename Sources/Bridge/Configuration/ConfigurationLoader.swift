import Foundation
import Notation
import Reconciliation

/// Reads the configuration from everywhere it may stand, and takes it whole or not at all.
package enum ConfigurationLoader {
    /// The configuration that a command runs with.
    ///
    /// What prevails, first to last: command line, environment, secret files, `.env`, configuration file, defaults.
    ///
    /// - Parameters:
    ///   - file: the configuration file; nil: the one that `WFM_BRIDGE_CONFIG` names, if any.
    ///   - commandLine: values by key with dots, such as `intake.port`, as options of a command give them.
    ///   - environment: the variables of the process.
    ///   - workingDirectory: where `.env` is looked for and relative paths start; nil: the process's own.
    /// - Throws: everything that is wrong, each with its place.
    package static func load(
        file: String? = nil,
        commandLine: [String: String] = [:],
        environment: [String: String],
        workingDirectory: String? = nil
    ) throws(ConfigurationFault) -> BridgeConfiguration {
        var loading = Loading(workingDirectory: workingDirectory ?? FileManager.default.currentDirectoryPath)
        let configuration = loading.run(file: file, commandLine: commandLine, environment: environment)
        guard loading.problems.isEmpty else { throw ConfigurationFault(loading.redactedProblems) }
        return configuration
    }
}

/// One reading of the configuration.
private struct Loading {
    let workingDirectory: String
    var problems: [ConfigurationProblem] = []
    private var secrets: Set<String> = []

    init(workingDirectory: String) {
        self.workingDirectory = workingDirectory
    }

    mutating func run(file: String?, commandLine: [String: String], environment: [String: String]) -> BridgeConfiguration {
        let environment = VariableLayer(.environment, environment)
        let environmentFile = readEnvironmentFile()
        let path = (file ?? environment.variables["WFM_BRIDGE_CONFIG"] ?? environmentFile.variables["WFM_BRIDGE_CONFIG"])
            .map { SettingsMerge.join(workingDirectory, $0) }
        let fileSettings = path.flatMap { readFile($0) }

        let names = ConfiguredNames(fileSettings)
        let places = KeyPlace.all(names: names.bySection)
        problems += fileSettings?.problems ?? []
        problems += clashes(places, path)
        var merge = SettingsMerge(
            commandLine: options(commandLine, places),
            environment: environment,
            environmentFile: environmentFile,
            file: fileSettings,
            filePath: path,
            workingDirectory: workingDirectory
        )
        mountSecrets(&merge, places)
        let settings = merge.settings(places)
        problems += merge.problems
        secrets = merge.secrets

        let check = VariableCheck(places)
        problems += [environment, environmentFile, VariableLayer(.environment, merge.mountedSecrets)].flatMap { check.problems(in: $0) }
        var builder = ConfigurationBuilder(SettingsReader(settings, places: places), names: names) { merge.absolute($0, of: $1) }
        var configuration = builder.build()
        problems += builder.reader.problems
        configuration.file = path
        let openFile = openSecrets(settings, path).map { [$0] } ?? []
        configuration.warnings = (openFile + builder.reader.warnings + [environment, environmentFile].flatMap { check.warnings(in: $0) })
            .map(redacted)
        return configuration
    }

    private mutating func readEnvironmentFile() -> VariableLayer {
        let path = SettingsMerge.join(workingDirectory, ".env")
        guard access(path, F_OK) == 0 else { return VariableLayer(.environmentFile(".env"), [:]) }
        do {
            let file = EnvironmentFile(try TextFile.read(path, mostBytes: ConfigurationFile.mostBytes))
            problems += file.faults.map { ConfigurationProblem(.syntax, ".env", "line \($0.line) \($0.detail)") }
            return VariableLayer(.environmentFile(".env"), file.variables)
        } catch {
            problems.append(ConfigurationProblem(.unreadable, path, error.detail))
            return VariableLayer(.environmentFile(".env"), [:])
        }
    }

    private mutating func readFile(_ path: String) -> FileSettings? {
        do throws(ConfigurationProblem) {
            return FileSettings(try ConfigurationFile.read(path), file: path)
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// The options of a command under the names of the variables that they stand for.
    private mutating func options(_ commandLine: [String: String], _ places: [KeyPlace]) -> VariableLayer {
        var variables: [String: String] = [:]
        for (path, text) in commandLine.sorted(by: { $0.key < $1.key }) {
            guard let place = places.first(where: { $0.path == path }), let variable = place.variables.first else {
                let hint = Suggestion.clause(for: path, among: places.map(\.path))
                problems.append(ConfigurationProblem(.unknownKey, path, from: "command line", "is no key\(hint)"))
                continue
            }
            variables[variable] = text
            if text.isEmpty { problems.append(ConfigurationProblem(.badValue, path, from: "command line", "is empty")) }
        }
        return VariableLayer(.commandLine, variables)
    }

    private mutating func mountSecrets(_ merge: inout SettingsMerge, _ places: [KeyPlace]) {
        guard let place = places.first(where: { $0.path == "secretsDirectory" }) else { return }
        var first = merge
        guard let setting = first.setting(place), let path = setting.value.string, !path.isEmpty else { return }
        do {
            let files = try SecretFile.directory(merge.absolute(path, of: setting))
            for place in places where !place.key.mayStandInFile {
                guard let variable = place.variables.first(where: { files[$0] != nil }) else { continue }
                problems.append(
                    ConfigurationProblem(.badValue, place.path, from: files[variable], "is no secret: only secrets are read from files")
                )
            }
            merge.mountedSecrets = files
        } catch {
            problems.append(ConfigurationProblem(.unreadable, "secretsDirectory", from: setting.place, "\(error.path) \(error.detail)"))
        }
    }

    /// Names such as `a-b` and `a_b`, which one variable would have to serve.
    private func clashes(_ places: [KeyPlace], _ file: String?) -> [ConfigurationProblem] {
        var paths: [String: String] = [:]
        var problems: [ConfigurationProblem] = []
        for place in places {
            guard let variable = place.variables.first else { continue }
            if let other = paths.updateValue(place.path, forKey: variable), other != place.path {
                problems.append(
                    ConfigurationProblem(.badValue, place.path, from: file, "has the same variable as \(other): \(variable); rename one")
                )
            }
        }
        return problems
    }

    // MARK: Secrets

    /// A file may hold secrets; then it should be its owner's alone.
    private func openSecrets(_ settings: [String: Setting], _ file: String?) -> String? {
        guard let file, settings.values.contains(where: { $0.isSecret && $0.origin == .file(file) }) else { return nil }
        guard FileStatus(of: file)?.isOpenToOthers == true else { return nil }
        return "\(file) holds a secret and is open to other users: run chmod 600 '\(file)', or name a file with …File"
    }

    var redactedProblems: [ConfigurationProblem] {
        problems.map { ConfigurationProblem($0.code, redacted($0.path), from: $0.origin.map(redacted), redacted($0.detail)) }
    }

    /// The last line of defence: no message is built from secrets, but a secret can be written where it does not belong.
    private func redacted(_ text: String) -> String {
        secrets.filter { $0.utf8.count >= 6 }.reduce(text) { $0.replacing($1, with: "redacted") }
    }
}
