import LibCrypto

/// The text of `webhook-signature`: entries `version,value` separated by spaces.
struct SignatureList {
    /// The `v1` signatures that have the right form, in order; none where only other versions are listed.
    let candidates: [HMACSHA256Tag]

    /// Reads a list.
    ///
    /// Entries of other versions are passed over, and so is what is not an entry, as long as something usable is there.
    /// Throws `malformedSignature` for more than 64 entries, if nothing has the form `version,value`, and if there are `v1` entries but
    /// none holds the strict base64 of 32 bytes.
    init(_ header: String) throws(VerificationFault) {
        var candidates: [HMACSHA256Tag] = []
        var unusable = 0
        var others = 0
        var entries = 0
        for entry in header.utf8.split(separator: UInt8(ascii: " ")) {
            entries += 1
            guard entries <= StandardWebhooks.maximumSignatureCount else { throw .malformedSignature }
            guard let comma = entry.firstIndex(of: UInt8(ascii: ",")) else { continue }
            let version = entry[..<comma]
            let value = entry[comma...].dropFirst()
            if version.elementsEqual(StandardWebhooks.version.utf8) {
                if let bytes = Base64.decode(value), let tag = HMACSHA256Tag(bytes: bytes) {
                    candidates.append(tag)
                } else {
                    unusable += 1
                }
            } else if !version.isEmpty && !value.isEmpty {
                others += 1
            }
        }
        if candidates.isEmpty && (unusable > 0 || others == 0) { throw .malformedSignature }
        self.candidates = candidates
    }
}
