package import Notation
package import Reconciliation
package import WebhookSignature

/// The keys and tokens that a bridge starts with: those that are there, and on a first start those that are made.
package struct FirstStart: Sendable {
    package private(set) var sources: [SourceName: KeyRing] = [:]
    package private(set) var endpoints: [EndpointName: KeyRing] = [:]
    package private(set) var tokens = OperatorTokens()
    /// The token of the first start, where its file still lies in the directory.
    package private(set) var operatorToken: Secret?
    /// The files that were made just now, for the log.
    package private(set) var made: [String] = []

    private let directory: DataDirectory
    private let now: UnixMicroseconds
    private let random: Randomness
    private let makes: Bool

    /// Reads keys and tokens, and makes those that are not there yet: the tokens, and the keys of `wfm` at their standard place.
    ///
    /// Any other key file is never made: its name may be a slip, and a fresh key would only be refused by the other side.
    /// Called by the process that has the directory's lock.
    ///
    /// - Parameter makes: false where the bridge runs already: what is missing then was taken away, and is a fault.
    package static func prepare(
        _ configuration: BridgeConfiguration,
        in directory: DataDirectory,
        clock: WallClock,
        random: Randomness = .system,
        makes: Bool = true
    ) throws(DataDirectoryFault) -> FirstStart {
        try directory.create()
        var start = FirstStart(directory: directory, now: clock.now(), random: random, makes: makes)
        for (name, source) in configuration.sources.sorted(by: { $0.key < $1.key }) {
            start.sources[name] = try start.ring(
                path: source.keys,
                secret: source.secret,
                id: name.text,
                of: "sources.\(name)",
                mayBeMade: source.keys == SourceSettings.standardKeys(of: name) && name == .standard
            )
        }
        for (name, endpoint) in configuration.endpoints.sorted(by: { $0.key < $1.key }) {
            start.endpoints[name] = try start.ring(
                path: endpoint.keys,
                secret: endpoint.secret,
                id: "\(name)-events",
                of: "endpoints.\(name)",
                mayBeMade: endpoint.keys == EndpointSettings.standardKeys(of: name) && name == .standard
            )
        }
        try start.prepareTokens()
        return start
    }

    private init(directory: DataDirectory, now: UnixMicroseconds, random: Randomness, makes: Bool) {
        self.makes = makes
        self.directory = directory
        self.now = now
        self.random = random
    }

    private mutating func ring(
        path: String,
        secret: Secret?,
        id: String,
        of owner: String,
        mayBeMade: Bool
    ) throws(DataDirectoryFault) -> KeyRing {
        if let secret {
            do {
                return KeyRing([KeyRing.Entry(key: try WebhookKey(secret.reveal()), id: "\(id)-given")])
            } catch {
                throw .malformed(path: "\(owner).secret", detail: error.description)
            }
        }
        let file = directory.resolve(path)
        guard !PrivateFile.exists(file) else { return try KeyFile.read(file).ring }
        guard mayBeMade, makes else { throw .noKeyFile(path: file, of: owner) }
        let keys = try KeyFile.create(id: "\(id)-1", at: now, random: random)
        try keys.write(to: file)
        made.append(file)
        return keys.ring
    }

    private mutating func prepareTokens() throws(DataDirectoryFault) {
        let isFirst = !PrivateFile.exists(directory.tokens)
        tokens = try OperatorTokens.read(directory.tokens)
        if isFirst {
            guard makes else { throw .malformed(path: directory.tokens, detail: "is not there any more") }
            let token = try tokens.add(name: OperatorTokens.firstName, role: .operator, at: now, random: random)
            // First the token, then its digest: after a crash between the two the next start makes both anew.
            try PrivateFile.write(Array((token.reveal() + "\n").utf8), to: directory.operatorToken)
            try tokens.write(to: directory.tokens)
            // As every later reading finds them: the file has times to the millisecond.
            tokens = try OperatorTokens.read(directory.tokens)
            made += [directory.operatorToken, directory.tokens]
        }
        operatorToken = try Self.operatorToken(in: directory)
    }

    /// The token that commands on this machine show to the bridge; nil where its file is gone.
    package static func operatorToken(in directory: DataDirectory) throws(DataDirectoryFault) -> Secret? {
        guard PrivateFile.exists(directory.operatorToken) else { return nil }
        let text = String(decoding: try PrivateFile.read(directory.operatorToken), as: UTF8.self)
        let token = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard !token.isEmpty else { throw .malformed(path: directory.operatorToken, detail: "is empty") }
        return Secret(token)
    }
}
