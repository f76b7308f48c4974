import CLibCrypto

/// One HMAC-SHA256 under way: made by `HMACSHA256Key.start()`, fed in parts, finished once.
package struct HMACSHA256Authentication: ~Copyable, @unchecked Sendable {
    // Unchecked because a pointer is not Sendable by itself: the struct cannot be copied, so the context has one owner at a time.
    private let context: OpaquePointer

    /// Takes over a keyed context that nobody else uses.
    init(owning context: OpaquePointer) {
        self.context = context
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    /// Takes in the next bytes of the message; contiguous collections are not copied.
    package mutating func update(_ bytes: some Collection<UInt8>) throws(LibCryptoFault) {
        try withContiguousBytes(of: bytes) { raw throws(LibCryptoFault) in try update(raw) }
    }

    /// Takes in the next bytes of the message from a buffer.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) throws(LibCryptoFault) {
        guard !bytes.isEmpty, let start = bytes.baseAddress else { return }
        guard EVP_MAC_update(context, start.assumingMemoryBound(to: UInt8.self), bytes.count) == 1 else {
            throw .latest(.authenticate)
        }
    }

    /// The code of the bytes taken in; the authentication is used up.
    package consuming func finalize() throws(LibCryptoFault) -> HMACSHA256Tag {
        var failed = false
        let tag = HMACSHA256Tag { out in
            var written = 0
            failed = EVP_MAC_final(context, out, &written, HMACSHA256Tag.byteCount) != 1 || written != HMACSHA256Tag.byteCount
        }
        if failed { throw .latest(.authenticate) }
        return tag
    }
}
