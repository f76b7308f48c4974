/// Why a request was not accepted as signed; the raw value is the stable code for answers and metric labels.
public enum VerificationFault: String, Error, Sendable, Hashable, CaseIterable {
    /// A header of the scheme is absent or empty.
    case missingHeader = "missing_header"
    /// A header of the scheme is there more than once.
    case repeatedHeader = "repeated_header"
    /// The time of the message is not a whole number of Unix seconds.
    case badTimestamp = "bad_timestamp"
    /// The message was signed longer ago than the tolerance allows.
    case tooOld = "too_old"
    /// The message is dated further ahead than the tolerance allows.
    case tooNew = "too_new"
    /// The signature, or the message id it covers, does not have the form the scheme prescribes.
    case malformedSignature = "malformed_signature"
    /// The form is right, and no signature fits any key that is active now.
    case noMatchingSignature = "no_matching_signature"

    /// The stable code: the raw value.
    public var code: String { rawValue }

    /// One sentence for the sender; it holds neither what was received nor what would have been right.
    public var detail: String {
        switch self {
        case .missingHeader:
            "A header that the signature scheme requires is missing or empty."
        case .repeatedHeader:
            "A header of the signature scheme was sent more than once; send each exactly once."
        case .badTimestamp:
            "The timestamp header is not a whole number of Unix seconds written in digits only."
        case .tooOld:
            "The timestamp is further in the past than the tolerance allows; sign every attempt anew and check the sender's clock."
        case .tooNew:
            "The timestamp is further in the future than the tolerance allows; check the sender's clock."
        case .malformedSignature:
            "The signature header or the message id is malformed; see the signature scheme for how they are written."
        case .noMatchingSignature:
            "No signature matches; check that the sender signs the raw bytes of the body with a key that is active here."
        }
    }
}
