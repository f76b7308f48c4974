import Notation

/// Lays the origins of values over each other: command line, environment, secret files, `.env`, configuration file.
struct SettingsMerge {
    let commandLine: VariableLayer
    let environment: VariableLayer
    let environmentFile: VariableLayer
    let file: FileSettings?
    /// The path of the file, and where relative paths in it start.
    let filePath: String
    let fileDirectory: String
    /// Where relative paths in variables start.
    let workingDirectory: String
    /// Files of mounted secrets by the variable they stand for.
    var mountedSecrets: [String: String] = [:]

    private(set) var problems: [ConfigurationProblem] = []
    /// Everything secret that was seen, also what something else prevails over, so that no message can repeat it.
    private(set) var secrets: Set<String> = []

    init(
        commandLine: VariableLayer,
        environment: VariableLayer,
        environmentFile: VariableLayer,
        file: FileSettings?,
        filePath: String?,
        workingDirectory: String
    ) {
        self.commandLine = commandLine
        self.environment = environment
        self.environmentFile = environmentFile
        self.file = file
        self.filePath = filePath ?? ""
        fileDirectory = filePath.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) } ?? workingDirectory
        self.workingDirectory = workingDirectory
    }

    /// The values of all places that have one.
    mutating func settings(_ places: [KeyPlace]) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        for place in places { settings[place.path] = setting(place) }
        return settings
    }

    /// The value of one place from the first origin that has one. What prevails over something wrong does not excuse it.
    mutating func setting(_ place: KeyPlace) -> Setting? {
        noteSecrets(of: place)
        return variable(place, commandLine)
            ?? variable(place, environment)
            ?? namedFile(place, environment)
            ?? mountedSecret(place)
            ?? variable(place, environmentFile)
            ?? namedFile(place, environmentFile)
            ?? inFile(place)
    }

    /// A path as it was written, made absolute.
    func absolute(_ path: String, of setting: Setting?) -> String {
        let isInFile = if case .file = setting?.origin { true } else { false }
        return Self.join(isInFile ? fileDirectory : workingDirectory, path)
    }

    static func join(_ directory: String, _ path: String) -> String {
        path.hasPrefix("/") ? path : (directory.hasSuffix("/") ? directory : directory + "/") + path
    }

    private mutating func variable(_ place: KeyPlace, _ layer: VariableLayer) -> Setting? {
        for variable in place.variables {
            let origin = layer.place(of: variable)
            switch layer.value(of: variable, as: place.key.kind) {
            case .absent:
                continue
            case .found(let value):
                return Setting(value: value, origin: .variable(origin), isSecret: place.key.kind == .secret)
            case .notConvertible:
                let found = place.key.kind == .map ? "no JSON" : Found.words(layer.variables[variable] ?? "")
                let wanted = place.key.kind == .map ? "a map written as JSON" : place.key.wantedInWords
                problems.append(ConfigurationProblem(.wrongType, place.path, from: origin, "found \(found); \(wanted) is allowed"))
                return nil
            }
        }
        return nil
    }

    private mutating func namedFile(_ place: KeyPlace, _ layer: VariableLayer) -> Setting? {
        guard place.key.mayStandInFile else { return nil }
        for variable in place.variables.map({ $0 + VariableName.fileSuffix }) {
            guard let path = layer.variables[variable] else { continue }
            return secretFile(place, path, from: workingDirectory, named: layer.place(of: variable))
        }
        return nil
    }

    private mutating func mountedSecret(_ place: KeyPlace) -> Setting? {
        guard place.key.mayStandInFile else { return nil }
        let mounted = mountedSecrets
        guard let path = place.variables.lazy.compactMap({ mounted[$0] }).first else { return nil }
        return secretFile(place, path, from: workingDirectory, named: nil)
    }

    private mutating func inFile(_ place: KeyPlace) -> Setting? {
        let direct = file?.values[place.path]
        let filePlace = place.path + "File"
        guard place.key.mayStandInFile, let named = file?.values[filePlace] else {
            return direct.map { Setting(value: $0, origin: .file(filePath), isSecret: place.key.kind == .secret) }
        }
        if direct != nil {
            problems.append(
                ConfigurationProblem(
                    .badValue,
                    filePlace,
                    from: filePath,
                    "stands beside \(place.path), of which it holds the value: keep one"
                )
            )
            return nil
        }
        guard let path = named.string, !path.isEmpty else {
            let found = Found.words(named, kind: .text)
            problems.append(ConfigurationProblem(.wrongType, filePlace, from: filePath, "found \(found); the path of a file is allowed"))
            return nil
        }
        return secretFile(place, path, from: fileDirectory, named: "\(filePlace) in \(filePath)")
    }

    /// - Parameters:
    ///   - path: as it was written.
    ///   - base: where it starts if it is relative.
    ///   - origin: the key or variable that names the file.
    private mutating func secretFile(_ place: KeyPlace, _ path: String, from base: String, named origin: String?) -> Setting? {
        do {
            let text = try SecretFile.read(Self.join(base, path))
            if place.key.kind == .secret { secrets.insert(text) }
            return Setting(
                value: .string(text),
                origin: .secretFile(origin.map { "the file that \($0) names" } ?? path),
                isSecret: place.key.kind == .secret
            )
        } catch {
            // What does not begin at the root may be the secret itself, put where the name of its file belongs: it is not shown.
            let file = path.hasPrefix("/") ? "the file \(path)" : "the file of the name given, looked for in \(base),"
            problems.append(ConfigurationProblem(.unreadable, place.path, from: origin, "\(file) \(error.detail)"))
            return nil
        }
    }

    private mutating func noteSecrets(of place: KeyPlace) {
        guard place.key.kind == .secret else { return }
        for layer in [commandLine, environment, environmentFile] {
            for variable in place.variables { secrets.formUnion(layer.variables[variable].map { [$0] } ?? []) }
        }
        if let value = file?.values[place.path] { secrets.insert(value.string ?? value.encodedText()) }
    }
}
