/// One header of a request: its name in any case, and its value without the white space around it.
public typealias WebhookHeader = (name: String, value: String)

/// Standard Webhooks, symmetric signatures: HMAC-SHA256 under the version `v1`.
///
/// What is signed is `id.timestamp.body` over the raw bytes, with id and timestamp exactly as their headers spell them.
/// Source: the Standard Webhooks specification, sections "Signature scheme" and "Webhook headers".
public enum StandardWebhooks {
    /// The header that holds the message's id.
    public static let idHeader = "webhook-id"
    /// The header that holds the time of signing in Unix seconds.
    public static let timestampHeader = "webhook-timestamp"
    /// The header that holds the signatures, separated by spaces.
    public static let signatureHeader = "webhook-signature"

    /// The most bytes of UTF-8 a message id may have.
    public static let maximumIDLength = 256
    /// The most entries a signature header may list, of whatever version; a longer list is refused whole.
    public static let maximumSignatureCount = 64

    /// The version of the signatures made and checked here.
    static let version = "v1"
}
