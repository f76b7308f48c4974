/// Why a text is not a key, or a key could not be made.
public enum KeyFault: Error, Sendable, Hashable {
    /// Nothing is there, or nothing after the prefix.
    case empty
    /// What follows the prefix is not base64 of the standard alphabet.
    case notBase64
    /// The secret has fewer than 24 bytes.
    case tooShort(bytes: Int)
    /// The secret has more than 64 bytes.
    case tooLong(bytes: Int)
    /// The text is an Ed25519 key (`whsk_`, `whpk_`), which does not belong to the scheme `v1`.
    case asymmetric
    /// libcrypto could not key the algorithm or give random bytes; the reason is its own.
    case unavailable(reason: String)

    /// One of a fixed set of words, fit for a metric label.
    public var label: String {
        switch self {
        case .empty: "empty"
        case .notBase64: "not_base64"
        case .tooShort: "too_short"
        case .tooLong: "too_long"
        case .asymmetric: "asymmetric"
        case .unavailable: "unavailable"
        }
    }
}

extension KeyFault: CustomStringConvertible {
    /// One sentence that says what is wrong and what is wanted; it never repeats the text of the key.
    public var description: String {
        let wanted = "a key is written whsec_ and the base64 of 24 to 64 bytes"
        return switch self {
        case .empty: "the key is empty; \(wanted)"
        case .notBase64: "the key is not base64 (standard alphabet, no white space); \(wanted)"
        case .tooShort(let bytes): "the key's secret has only \(bytes) bytes; \(wanted)"
        case .tooLong(let bytes): "the key's secret has \(bytes) bytes; \(wanted)"
        case .asymmetric: "the key is an Ed25519 key (whsk_ or whpk_), which cannot be used for v1 signatures; \(wanted)"
        case .unavailable(let reason): "the key could not be made ready: \(reason)"
        }
    }
}
