/// What a TLS fault means, for the person who configures the connection.
enum TLSWords {
    /// The words of BoringSSL and swift-nio-ssl, and what they come from.
    private static let causes: [(sign: String, words: String)] = [
        ("CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted here: expired, self-signed, or by an authority that is unknown"),
        ("unableToValidateCertificate", "its certificate is not trusted here: expired, self-signed, or by an authority that is unknown"),
        ("failedToValidateHostname", "its certificate is for other names than this one"),
        ("noSANsToValidate", "its certificate names no host"),
        ("WRONG_VERSION_NUMBER", "it does not speak TLS at this port: is the address meant to be http, or the port another one?"),
        ("HTTP_REQUEST", "it does not speak TLS at this port: is the address meant to be http, or the port another one?"),
        ("UNSUPPORTED_PROTOCOL", "it offers no version of TLS that is still safe"),
        ("TLSV1_ALERT_PROTOCOL_VERSION", "it accepts no version of TLS that is still safe"),
        ("HANDSHAKE_FAILURE", "no common way to encrypt was found"),
        ("uncleanShutdown", "it ended the encrypted connection without a word"),
    ]

    /// Nil where the fault is none of TLS's.
    static func explain(_ detail: String, host: String) -> String? {
        causes.first { detail.contains($0.sign) }.map { "\(host) cannot be talked to: \($0.words)" }
    }
}
