import CLibCrypto

/// SHA-256 (FIPS 180-4) over libcrypto.
package enum SHA256 {
    /// The number of bytes of a digest.
    package static let byteCount = 32

    /// The digest of bytes that are all at hand; contiguous collections are not copied.
    package static func hash(_ bytes: some Collection<UInt8>) throws(LibCryptoFault) -> SHA256Digest {
        try withContiguousBytes(of: bytes) { raw throws(LibCryptoFault) in try hash(raw) }
    }

    /// The digest of the bytes in a buffer.
    package static func hash(_ bytes: UnsafeRawBufferPointer) throws(LibCryptoFault) -> SHA256Digest {
        let algorithm = try FetchedDigest.sha256()
        var failed = false
        let digest = SHA256Digest { out in
            // An algorithm that is passed in is used as it is: EVP_Digest fetches only for legacy objects.
            failed = EVP_Digest(bytes.baseAddress, bytes.count, out, nil, algorithm, nil) != 1
        }
        if failed { throw .latest(.digest) }
        return digest
    }
}

/// The SHA-256 algorithm object, fetched once: a fetch by name costs more than hashing a webhook.
struct FetchedDigest: @unchecked Sendable {
    // Unchecked because a pointer is not Sendable by itself: a fetched EVP_MD is immutable, and libcrypto shares it among threads
    // (its reference count is atomic). It is never freed.
    private let pointer: OpaquePointer?

    private static let fetched = FetchedDigest(pointer: EVP_MD_fetch(nil, "SHA256", nil))

    static func sha256() throws(LibCryptoFault) -> OpaquePointer {
        guard let pointer = fetched.pointer else { throw .latest(.fetchDigest) }
        return pointer
    }
}
