import LibCrypto
package import Notation

/// Somebody who may use the operators' API.
package struct Operator: Sendable, Hashable {
    package enum Role: String, Sendable, Hashable, CaseIterable {
        /// May look at everything.
        case viewer
        /// May change things too.
        case `operator`
    }

    package let name: String
    package let role: Role

    package init(name: String, role: Role) {
        self.name = name
        self.role = role
    }
}

/// The operators' tokens, of which only digests are kept.
///
/// Tokens have 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
package struct OperatorTokens: Sendable, Equatable {
    package struct Token: Sendable, Equatable {
        package let holder: Operator
        package let createdAt: UnixMicroseconds
        fileprivate let digest: SHA256Digest
    }

    package static let prefix = "wbo_"

    /// The token that the first start makes.
    package static let firstName = "first"

    package private(set) var tokens: [Token]

    package init() {
        tokens = []
    }

    /// Makes a token. It is given out this once and kept nowhere.
    package mutating func add(
        name: String,
        role: Operator.Role,
        at now: UnixMicroseconds,
        random: Randomness
    ) throws(DataDirectoryFault) -> Secret {
        guard !tokens.contains(where: { $0.holder.name == name }) else { throw .nameTaken(path: "tokens", name: name) }
        let text = Self.prefix + Self.base64URL(try random.bytes(32))
        guard let digest = Self.digest(text) else { throw .noRandomness(reason: "the token could not be hashed") }
        tokens.append(Token(holder: Operator(name: name, role: role), createdAt: now, digest: digest))
        return Secret(text)
    }

    /// The holder of a token as it came in a request; nil for none of them.
    ///
    /// Looks at every digest, each in constant time: the time taken says nothing about which fits how far.
    package func authenticate(_ bearer: String) -> Operator? {
        guard bearer.utf8.count <= 256, let digest = Self.digest(bearer) else { return nil }
        var holder: Operator?
        digest.withUnsafeBytes { presented in
            for token in tokens where token.digest.withUnsafeBytes({ ConstantTime.equal($0, presented) }) { holder = token.holder }
        }
        return holder
    }

    private static func digest(_ text: String) -> SHA256Digest? { try? SHA256.hash(Array(text.utf8)) }

    /// RFC 4648, section 5, without padding.
    private static func base64URL(_ bytes: [UInt8]) -> String {
        String(Base64.encode(bytes).compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}

// MARK: On disk

extension OperatorTokens {
    /// Reads `{"tokens": [{"name", "role", "digest", "createdAt"}]}`; a file that is not there holds none.
    package static func read(_ path: String) throws(DataDirectoryFault) -> OperatorTokens {
        guard PrivateFile.exists(path) else { return OperatorTokens() }
        let bytes = try PrivateFile.read(path)
        var tokens = OperatorTokens()
        do {
            var fields = try JSONFields(try JSONValue(parsing: bytes))
            for (index, element) in try fields.requireArray("tokens").enumerated() {
                tokens.tokens.append(try token(element, at: fields.pointer(to: "tokens").appending(index)))
            }
        } catch let fault as FieldFault {
            throw .malformed(path: path, detail: "\(fault.pointer): \(fault.detail)")
        } catch {
            throw .malformed(path: path, detail: "is not JSON, or has a role, digest or time that cannot be read")
        }
        return tokens
    }

    package func write(to path: String) throws(DataDirectoryFault) {
        let elements = tokens.map { token -> JSONValue in
            [
                "name": .string(token.holder.name), "role": .string(token.holder.role.rawValue),
                "digest": .string(token.digest.hex), "createdAt": .string(RFC3339.format(token.createdAt)),
            ]
        }
        let text = JSONValue.object(["tokens": .array(elements)]).encodedText(pretty: true) + "\n"
        try PrivateFile.write(Array(text.utf8), to: path)
    }

    private static func token(_ value: JSONValue, at pointer: JSONPointer) throws -> Token {
        var fields = try JSONFields(value, at: pointer)
        let name = try fields.requireString("name")
        let role = try fields.requireString("role")
        let digest = try fields.requireString("digest")
        let createdAt = try fields.requireString("createdAt")
        guard let role = Operator.Role(rawValue: role), let digest = SHA256Digest(hex: digest) else {
            throw FieldFault(pointer: pointer, code: .wrongType, detail: "role is viewer or operator, digest has 64 hexadecimal digits")
        }
        return Token(holder: Operator(name: name, role: role), createdAt: try RFC3339.parse(createdAt), digest: digest)
    }
}
