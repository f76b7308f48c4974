import CLibCrypto

/// A secret made ready for HMAC-SHA256 (RFC 2104, FIPS 198-1): keyed once, used from any thread.
///
/// Each authentication duplicates the keyed context, which leaves the original untouched and needs no lock.
package struct HMACSHA256Key: Sendable {
    private let keyed: KeyedContext

    /// Keys the algorithm with a secret of any length; longer ones than 64 bytes are hashed first, as the RFC says.
    ///
    /// Only libcrypto's context keeps the secret; it wipes it when the last copy of the key goes.
    package init(_ secret: some Collection<UInt8>) throws(LibCryptoFault) {
        keyed = try withContiguousBytes(of: secret) { raw throws(LibCryptoFault) in try KeyedContext(secret: raw) }
    }

    /// An authentication that takes its message in parts.
    package func start() throws(LibCryptoFault) -> HMACSHA256Authentication {
        HMACSHA256Authentication(owning: try keyed.duplicate())
    }

    /// The code of a message that lies in one piece.
    package func authenticate(_ message: some Collection<UInt8>) throws(LibCryptoFault) -> HMACSHA256Tag {
        var authentication = try start()
        try authentication.update(message)
        return try authentication.finalize()
    }

    /// The code of a message whose parts follow one another without being joined in memory.
    ///
    /// For parts of different types use `start()`.
    package func authenticate<Parts: Sequence>(
        parts: Parts
    ) throws(LibCryptoFault) -> HMACSHA256Tag where Parts.Element: Collection<UInt8> {
        var authentication = try start()
        for part in parts {
            try authentication.update(part)
        }
        return try authentication.finalize()
    }
}

/// Owns a keyed EVP_MAC context that is only ever duplicated.
private final class KeyedContext: @unchecked Sendable {
    // Unchecked because a pointer is not Sendable by itself: after `init` nothing writes to the context, and EVP_MAC_CTX_dup
    // only reads it (the reference counts it raises are atomic), so threads may duplicate it at the same time.
    private let context: OpaquePointer

    init(secret: UnsafeRawBufferPointer) throws(LibCryptoFault) {
        let algorithm = try FetchedMAC.hmac()
        let start = secret.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard let context = wfm_hmac_sha256_new(algorithm, start, secret.count) else { throw .latest(.keyMAC) }
        self.context = context
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    func duplicate() throws(LibCryptoFault) -> OpaquePointer {
        guard let copy = EVP_MAC_CTX_dup(context) else { throw .latest(.authenticate) }
        return copy
    }
}

/// The HMAC algorithm object, fetched once.
private struct FetchedMAC: @unchecked Sendable {
    // Unchecked because a pointer is not Sendable by itself: a fetched EVP_MAC is immutable and shared among threads by libcrypto.
    // It is never freed.
    private let pointer: OpaquePointer?

    private static let fetched = FetchedMAC(pointer: EVP_MAC_fetch(nil, OSSL_MAC_NAME_HMAC, nil))

    static func hmac() throws(LibCryptoFault) -> OpaquePointer {
        guard let pointer = fetched.pointer else { throw .latest(.fetchMAC) }
        return pointer
    }
}
