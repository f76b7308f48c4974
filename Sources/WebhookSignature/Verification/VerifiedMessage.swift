/// What a request that verified says about itself; everything in it was covered by the signature.
public struct VerifiedMessage: Sendable, Hashable {
    /// The sender's id of the message, the same in every retry.
    public let id: String
    /// When the sender signed it, in Unix seconds.
    public let timestamp: Int64
    /// The name of the key that matched, as the ring has it.
    public let keyID: String
}
