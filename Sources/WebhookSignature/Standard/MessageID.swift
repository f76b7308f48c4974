/// The text of `webhook-id`: lenient in what is received, strict in what is sent.
enum MessageID {
    /// Whether a received id can be kept and shown: bounded, and without control characters (C0, DEL, C1).
    static func isReadable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= StandardWebhooks.maximumIDLength
            && id.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    }

    /// Whether an id may be signed: bounded, visible ASCII, and no full stop (Standard Webhooks, "Signature scheme").
    static func isSignable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= StandardWebhooks.maximumIDLength
            && id.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ".") }
    }
}
