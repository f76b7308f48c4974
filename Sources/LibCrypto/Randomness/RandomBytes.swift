import CLibCrypto

/// Bytes nobody can guess, from libcrypto's generator (RAND_bytes).
package enum RandomBytes {
    /// A number of fresh random bytes; none for zero or less.
    package static func make(count: Int) throws(LibCryptoFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        var fault: LibCryptoFault?
        bytes.withUnsafeMutableBytes { buffer in fault = fill(buffer) }
        if let fault { throw fault }
        return bytes
    }

    /// Fills a buffer in pieces that RAND_bytes can count in its 32-bit length.
    private static func fill(_ buffer: UnsafeMutableRawBufferPointer) -> LibCryptoFault? {
        var rest = buffer[...]
        while !rest.isEmpty {
            let piece = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 20))
            guard RAND_bytes(piece.baseAddress, Int32(piece.count)) == 1 else { return .latest(.random) }
            rest = rest.dropFirst(piece.count)
        }
        return nil
    }
}
