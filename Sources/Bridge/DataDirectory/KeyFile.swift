import Foundation
import LibCrypto
package import Notation
package import WebhookSignature

/// The keys of a source or an endpoint on disk: `{"keys": [{"id", "secret", "notBefore", "notAfter", "createdAt"}]}`.
package struct KeyFile: Sendable, Equatable {
    package struct Key: Sendable, Equatable {
        /// The name under which logs and the journal speak of the key.
        package let id: String
        package let key: WebhookKey
        package var notBefore: UnixMicroseconds?
        package var notAfter: UnixMicroseconds?
        package let createdAt: UnixMicroseconds?

        package init(
            id: String,
            key: WebhookKey,
            notBefore: UnixMicroseconds? = nil,
            notAfter: UnixMicroseconds? = nil,
            createdAt: UnixMicroseconds? = nil
        ) {
            self.id = id
            self.key = key
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.createdAt = createdAt
        }
    }

    package var keys: [Key]

    package init(_ keys: [Key]) {
        self.keys = keys
    }

    /// The keys as signing and verifying want them.
    package var ring: KeyRing {
        KeyRing(
            keys.map { key in
                KeyRing.Entry(
                    key: key.key,
                    id: key.id,
                    notBefore: key.notBefore.map { Double($0) / 1_000_000 },
                    notAfter: key.notAfter.map { Double($0) / 1_000_000 }
                )
            }
        )
    }

    /// A file with one fresh key of 32 random bytes.
    package static func create(
        id: String,
        at now: UnixMicroseconds,
        random: Randomness
    ) throws(DataDirectoryFault) -> KeyFile {
        let text = WebhookKey.prefix + Base64.encode(try random.bytes(32))
        do {
            return KeyFile([Key(id: id, key: try WebhookKey(text), createdAt: now)])
        } catch {
            throw .noRandomness(reason: error.description)
        }
    }

    /// Reads a file that only its owner may read.
    package static func read(_ path: String) throws(DataDirectoryFault) -> KeyFile {
        let bytes = try PrivateFile.read(path)
        do {
            return try KeyFile(json: try JSONValue(parsing: bytes))
        } catch let fault as JSONFault {
            // The detail names single characters at most; the pointer names members.
            throw .malformed(path: path, detail: "is not JSON: \(fault.description)")
        } catch let fault as FieldFault {
            throw .malformed(path: path, detail: "\(fault.pointer): \(fault.code == .wrongType ? "has the wrong type" : fault.detail)")
        } catch let fault as EntryFault {
            throw .malformed(path: path, detail: "\(fault.pointer): \(fault.detail)")
        } catch {
            throw .malformed(path: path, detail: "cannot be taken")
        }
    }

    /// Puts the keys in place of the file: mode 0600, whole and on disk, or not at all.
    package func write(to path: String) throws(DataDirectoryFault) {
        let keys = keys.map { key -> JSONValue in
            var object: JSONObject = ["id": .string(key.id), "secret": .string(key.key.text)]
            if let time = key.notBefore { object["notBefore"] = .string(RFC3339.format(time)) }
            if let time = key.notAfter { object["notAfter"] = .string(RFC3339.format(time)) }
            if let time = key.createdAt { object["createdAt"] = .string(RFC3339.format(time)) }
            return .object(object)
        }
        let text = JSONValue.object(["keys": .array(keys)]).encodedText(pretty: true) + "\n"
        try PrivateFile.write(Array(text.utf8), to: path)
    }
}

// MARK: Reading

extension KeyFile {
    private struct EntryFault: Error {
        let pointer: JSONPointer
        let detail: String
    }

    private init(json: JSONValue) throws {
        var fields = try JSONFields(json)
        let elements = try fields.requireArray("keys")
        try Self.refuseUnread(fields)
        var keys: [Key] = []
        for (index, element) in elements.enumerated() {
            let key = try Self.key(element, at: fields.pointer(to: "keys").appending(index))
            guard !keys.contains(where: { $0.id == key.id }) else {
                throw EntryFault(pointer: fields.pointer(to: "keys").appending(index), detail: "has the id of a key before it")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw EntryFault(pointer: fields.pointer(to: "keys"), detail: "holds no key") }
        self.init(keys)
    }

    private static func key(_ value: JSONValue, at pointer: JSONPointer) throws -> Key {
        var fields = try JSONFields(value, at: pointer)
        let id = try fields.requireString("id", maxLength: 128)
        guard !id.isEmpty, id.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw EntryFault(pointer: fields.pointer(to: "id"), detail: "is empty or holds a control character")
        }
        // People paste keys with the line break behind them.
        let secret = try fields.requireString("secret", maxLength: 1_024).trimmingCharacters(in: .whitespacesAndNewlines)
        let key: WebhookKey
        do {
            key = try WebhookKey(secret)
        } catch {
            throw EntryFault(pointer: fields.pointer(to: "secret"), detail: error.description)
        }
        let notBefore = try time("notBefore", &fields)
        let notAfter = try time("notAfter", &fields)
        if let notBefore, let notAfter, notAfter < notBefore {
            throw EntryFault(pointer: fields.pointer(to: "notAfter"), detail: "is before notBefore")
        }
        let createdAt = try time("createdAt", &fields)
        try refuseUnread(fields)
        return Key(id: id, key: key, notBefore: notBefore, notAfter: notAfter, createdAt: createdAt)
    }

    private static func time(_ name: String, _ fields: inout JSONFields) throws -> UnixMicroseconds? {
        guard let text = try fields.string(name, maxLength: 64) else { return nil }
        do {
            return try RFC3339.parse(text)
        } catch {
            throw EntryFault(pointer: fields.pointer(to: name), detail: "is no RFC 3339 time with an offset")
        }
    }

    /// A misspelled notAfter would keep a key alive for ever.
    private static func refuseUnread(_ fields: JSONFields) throws {
        guard let name = fields.unread.first else { return }
        throw EntryFault(pointer: fields.pointer(to: name), detail: "is no key of this file")
    }
}
