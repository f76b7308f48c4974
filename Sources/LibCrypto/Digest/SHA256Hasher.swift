import CLibCrypto

/// SHA-256 of bytes that come in parts.
///
/// One hasher keeps one libcrypto context; `finishAndRestart()` reuses it, which is the cheap way to hash many short lines.
package struct SHA256Hasher: ~Copyable, @unchecked Sendable {
    // Unchecked because a pointer is not Sendable by itself: the struct cannot be copied, so the context has one owner at a time.
    private let context: OpaquePointer
    private let algorithm: OpaquePointer

    /// A hasher that has seen no bytes.
    package init() throws(LibCryptoFault) {
        let algorithm = try FetchedDigest.sha256()
        guard let context = EVP_MD_CTX_new() else { throw .latest(.digest) }
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw .latest(.digest)
        }
        self.context = context
        self.algorithm = algorithm
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Takes in the next bytes; contiguous collections are not copied.
    package mutating func update(_ bytes: some Collection<UInt8>) throws(LibCryptoFault) {
        try withContiguousBytes(of: bytes) { raw throws(LibCryptoFault) in try update(raw) }
    }

    /// Takes in the next bytes from a buffer.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) throws(LibCryptoFault) {
        guard !bytes.isEmpty else { return }
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { throw .latest(.digest) }
    }

    /// The digest of all the bytes taken in; the hasher is used up.
    package consuming func finalize() throws(LibCryptoFault) -> SHA256Digest {
        try finish()
    }

    /// The digest of all the bytes taken in; the hasher then starts anew.
    package mutating func finishAndRestart() throws(LibCryptoFault) -> SHA256Digest {
        let digest = try finish()
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else { throw .latest(.digest) }
        return digest
    }

    private func finish() throws(LibCryptoFault) -> SHA256Digest {
        var failed = false
        let digest = SHA256Digest { out in failed = EVP_DigestFinal_ex(context, out, nil) != 1 }
        if failed { throw .latest(.digest) }
        return digest
    }
}
