/// Why a message could not be signed.
public enum SigningFault: Error, Sendable, Hashable {
    /// The id is empty, longer than 256 bytes, or holds something else than visible ASCII without full stops.
    case invalidID
    /// The time lies before 1970.
    case invalidTimestamp
    /// The ring has no key that is active now.
    case noActiveKey
    /// More keys are active than a receiver has to read signatures.
    case tooManyKeys(count: Int)
    /// libcrypto could not compute the signature; the reason is its own.
    case unavailable(reason: String)

    /// One of a fixed set of words, fit for a metric label.
    public var label: String {
        switch self {
        case .invalidID: "invalid_id"
        case .invalidTimestamp: "invalid_timestamp"
        case .noActiveKey: "no_active_key"
        case .tooManyKeys: "too_many_keys"
        case .unavailable: "unavailable"
        }
    }
}

extension SigningFault: CustomStringConvertible {
    /// One sentence that says what is wrong and what to do.
    public var description: String {
        switch self {
        case .invalidID:
            "the message id cannot be signed; use 1 to \(StandardWebhooks.maximumIDLength) visible ASCII characters without full stops"
        case .invalidTimestamp:
            "the time of the message lies before 1970; check the clock"
        case .noActiveKey:
            "no key is active now; add one to the ring or look at the times of those in it"
        case .tooManyKeys(let count):
            "\(count) keys are active, and a message carries at most \(StandardWebhooks.maximumSignatureCount) signatures; retire some"
        case .unavailable(let reason):
            "the message could not be signed: \(reason)"
        }
    }
}
