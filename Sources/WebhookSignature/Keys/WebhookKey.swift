import LibCrypto

/// A shared secret that signs and verifies webhooks: `whsec_` and the base64 of 24 to 64 bytes.
///
/// The key is made ready for HMAC-SHA256 once, when it is made; using it costs about a microsecond and takes no lock.
/// It never prints its secret: only `text` gives it out.
public struct WebhookKey: Sendable {
    /// How the written form of a symmetric key starts (Standard Webhooks, "Signature scheme").
    public static let prefix = "whsec_"

    /// The number of bytes a secret may have (Standard Webhooks: 192 to 512 bits).
    public static let allowedByteCounts = 24...64

    let hmac: HMACSHA256Key
    private let secret: [UInt8]

    /// Reads a key from its written form.
    ///
    /// As the Standard Webhooks libraries do, it takes the base64 without the prefix too, and without the padding at its end.
    ///
    /// - Parameter text: the key without white space around it; a line read from a file has to lose its line break first.
    /// - Throws: `KeyFault`, which says what is wrong and never repeats the text.
    public init(_ text: String) throws(KeyFault) {
        if text.hasPrefix("whsk_") || text.hasPrefix("whpk_") { throw .asymmetric }
        let encoded = text.hasPrefix(WebhookKey.prefix) ? text.dropFirst(WebhookKey.prefix.count) : text[...]
        guard !encoded.isEmpty else { throw .empty }
        guard let secret = Base64.decode(encoded.utf8, form: .lenient) else { throw .notBase64 }
        try self.init(secret: secret)
    }

    init(secret: [UInt8]) throws(KeyFault) {
        guard secret.count >= WebhookKey.allowedByteCounts.lowerBound else { throw .tooShort(bytes: secret.count) }
        guard secret.count <= WebhookKey.allowedByteCounts.upperBound else { throw .tooLong(bytes: secret.count) }
        do {
            hmac = try HMACSHA256Key(secret)
        } catch {
            throw .unavailable(reason: error.description)
        }
        self.secret = secret
    }

    /// A fresh key of 32 random bytes from libcrypto's generator.
    ///
    /// - Throws: `KeyFault.unavailable` where the generator gives nothing.
    public static func generate() throws(KeyFault) -> WebhookKey {
        let secret: [UInt8]
        do {
            secret = try RandomBytes.make(count: 32)
        } catch {
            throw .unavailable(reason: error.description)
        }
        return try WebhookKey(secret: secret)
    }

    /// The secret in its written form, `whsec_` and padded base64: for writing key files, and for nothing else.
    public var text: String { WebhookKey.prefix + Base64.encode(secret) }
}

extension WebhookKey: Equatable {
    /// Whether both are the same secret, compared in constant time.
    public static func == (left: WebhookKey, right: WebhookKey) -> Bool {
        ConstantTime.equal(left.secret, right.secret)
    }
}

extension WebhookKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `whsec_redacted`.
    public var description: String { "whsec_redacted" }

    /// Always `whsec_redacted`.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` finds no secret either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
