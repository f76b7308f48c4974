import LibCrypto

extension StandardWebhooks {
    /// Signs a message with every key that is active, so that receivers may hold the old one or the new one.
    ///
    /// Stricter than `verify`: the specification asks for ids without full stops, and ids travel in a header.
    ///
    /// - Parameters:
    ///   - id: the message's id, the same in every retry: 1 to 256 visible ASCII characters without full stops.
    ///   - timestamp: the time of this attempt, in Unix seconds.
    ///   - body: the raw bytes that will be sent; a collection that lies in one piece is not copied.
    ///   - keys: the keys of the receiver.
    ///   - now: the moment for which keys have to be active, in Unix seconds; the timestamp if nil.
    /// - Returns: the three headers, names in lower case; the signatures in the order of the ring.
    /// - Throws: `SigningFault`.
    public static func sign(
        id: String,
        timestamp: Int64,
        body: some Collection<UInt8>,
        keys: KeyRing,
        now: Double? = nil
    ) throws(SigningFault) -> [WebhookHeader] {
        guard MessageID.isSignable(id) else { throw .invalidID }
        guard timestamp >= 0 else { throw .invalidTimestamp }
        let active = keys.active(at: now ?? Double(timestamp))
        guard !active.isEmpty else { throw .noActiveKey }
        guard active.count <= maximumSignatureCount else { throw .tooManyKeys(count: active.count) }

        let timestampText = String(timestamp)
        let content = SignedContent(id: id, timestamp: timestampText, body: body)
        var signatures = ""
        do throws(LibCryptoFault) {
            for entry in active {
                if !signatures.isEmpty { signatures += " " }
                signatures += "\(version),\(try content.tag(under: entry.key).base64)"
            }
        } catch {
            throw .unavailable(reason: error.description)
        }
        return [(idHeader, id), (timestampHeader, timestampText), (signatureHeader, signatures)]
    }
}
