import LibCrypto

extension StandardWebhooks {
    /// Verifies a request, its headers given as pairs in which repeated ones show.
    ///
    /// The checks and their order are those of the other `verify`, which looks headers up by name.
    ///
    /// - Parameters:
    ///   - headers: all headers of the request, names in any case, a repeated one as several pairs.
    ///   - body: the raw bytes of the body, before any parsing; a collection that lies in one piece is not copied.
    ///   - keys: the keys of the sender.
    ///   - now: the present, in Unix seconds.
    ///   - tolerance: how far the timestamp may lie from `now`, in seconds, either way.
    /// - Returns: the id, the time of signing, and the name of the key that matched.
    /// - Throws: the first of the faults, in the order of the checks.
    public static func verify<Headers: Sequence>(
        headers: Headers,
        body: some Collection<UInt8>,
        keys: KeyRing,
        now: Double,
        tolerance: Double = 300
    ) throws(VerificationFault) -> VerifiedMessage where Headers.Element == WebhookHeader {
        let received = try ReceivedHeaders(pairs: headers)
        return try verify(received, body: body, keys: keys, now: now, tolerance: tolerance)
    }

    /// Verifies a request, its headers looked up by name.
    ///
    /// The checks, in this order:
    /// 1. `webhook-id`, `webhook-timestamp` and `webhook-signature` are there and not empty (`missing_header`), each once (`repeated_header`).
    /// 2. The timestamp is 1 to 19 digits and nothing else, within 64 bits (`bad_timestamp`).
    /// 3. `|now − timestamp| ≤ tolerance` (`too_old`, `too_new`).
    /// 4. The id has at most 256 bytes and no control characters; the signature header lists at most 64 entries `version,value`, and
    ///    if any are `v1`, at least one of those is the strict base64 of 32 bytes (`malformed_signature`). Beside a good entry, other
    ///    versions and rubbish are passed over.
    /// 5. One of the `v1` signatures fits one of the keys active at `now` (`no_matching_signature`, also for an empty ring, and where
    ///    libcrypto fails). Every key is tried with every signature, compared in constant time, whether or not one has matched already.
    ///
    /// A full stop in an id is not refused here. The specification asks senders for ids without one because a message signed under
    /// `a.b` could be cut differently; what such a cut makes of a JSON body starts with digits and a full stop and is not JSON.
    ///
    /// - Parameters:
    ///   - values: all values of the header whose lower-case name it is given, in order; none if it is absent. Called three times.
    ///   - body: the raw bytes of the body, before any parsing; a collection that lies in one piece is not copied.
    ///   - keys: the keys of the sender.
    ///   - now: the present, in Unix seconds.
    ///   - tolerance: how far the timestamp may lie from `now`, in seconds, either way.
    /// - Returns: the id, the time of signing, and the name of the key that matched.
    /// - Throws: the first of the faults, in the order of the checks.
    public static func verify(
        headers values: (_ lowerCaseName: String) -> [String],
        body: some Collection<UInt8>,
        keys: KeyRing,
        now: Double,
        tolerance: Double = 300
    ) throws(VerificationFault) -> VerifiedMessage {
        let received = try ReceivedHeaders(
            ids: values(idHeader),
            timestamps: values(timestampHeader),
            signatures: values(signatureHeader)
        )
        return try verify(received, body: body, keys: keys, now: now, tolerance: tolerance)
    }

    private static func verify(
        _ headers: ReceivedHeaders,
        body: some Collection<UInt8>,
        keys: KeyRing,
        now: Double,
        tolerance: Double
    ) throws(VerificationFault) -> VerifiedMessage {
        guard let timestamp = MessageTimestamp.parse(headers.timestamp) else { throw .badTimestamp }
        // Written so that a `now` or a tolerance that is not a number accepts nothing.
        let age = now - Double(timestamp)
        guard age <= tolerance else { throw .tooOld }
        guard -age <= tolerance else { throw .tooNew }

        guard MessageID.isReadable(headers.id) else { throw .malformedSignature }
        let signatures = try SignatureList(headers.signature)

        let content = SignedContent(id: headers.id, timestamp: headers.timestamp, body: body)
        guard let keyID = firstMatch(of: signatures, in: keys, now: now, content: content) else { throw .noMatchingSignature }
        return VerifiedMessage(id: headers.id, timestamp: timestamp, keyID: keyID)
    }

    /// The name of the first active key that one of the signatures fits; looks at all of them in any case.
    private static func firstMatch(
        of signatures: SignatureList,
        in keys: KeyRing,
        now: Double,
        content: SignedContent<some Collection<UInt8>>
    ) -> String? {
        var match: Int?
        for (index, entry) in keys.entries.enumerated() where entry.isActive(at: now) {
            // A key libcrypto cannot use matches nothing: without a computed tag no signature is accepted.
            guard let expected = try? content.tag(under: entry.key) else { continue }
            for candidate in signatures.candidates {
                let fits = candidate == expected
                if fits && match == nil { match = index }
            }
        }
        return match.map { keys.entries[$0].id }
    }
}
