/// The keys of one source or endpoint, several of them while they rotate.
///
/// A ring may be empty: then nothing verifies and nothing can be signed.
public struct KeyRing: Sendable, Equatable {
    /// A key, its name, and when it may be used.
    public struct Entry: Sendable, Equatable {
        /// The secret.
        public let key: WebhookKey
        /// The name under which logs and the journal speak of the key; never part of a signature.
        public let id: String
        /// The first moment the key may be used, in Unix seconds; nil for always.
        public let notBefore: Double?
        /// The last moment the key may be used, in Unix seconds and itself included; nil for ever.
        public let notAfter: Double?

        /// An entry of a ring.
        ///
        /// - Parameters:
        ///   - key: the secret.
        ///   - id: the name of the key.
        ///   - notBefore: the first moment of use, Unix seconds; nil for always.
        ///   - notAfter: the last moment of use, Unix seconds; nil for ever.
        public init(key: WebhookKey, id: String, notBefore: Double? = nil, notAfter: Double? = nil) {
            self.key = key
            self.id = id
            self.notBefore = notBefore
            self.notAfter = notAfter
        }

        /// Whether the key may be used at a moment; both ends of its time belong to it, as in a certificate (RFC 5280, 4.1.2.5).
        ///
        /// - Parameter now: Unix seconds. A value that is not a number is inside no bounded time.
        public func isActive(at now: Double) -> Bool {
            if let notBefore, !(now >= notBefore) { return false }
            if let notAfter, !(now <= notAfter) { return false }
            return true
        }
    }

    /// The entries in the order in which they sign.
    public var entries: [Entry]

    /// A ring of some entries, or an empty one.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// The entries that may be used at a moment, in order.
    ///
    /// - Parameter now: Unix seconds.
    public func active(at now: Double) -> [Entry] {
        entries.filter { $0.isActive(at: now) }
    }
}
