import CLibCrypto

/// Comparisons whose time tells nothing about the contents.
package enum ConstantTime {
    /// Whether two byte strings are the same; only their lengths may show in the time taken.
    package static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return left.isEmpty }
        return CRYPTO_memcmp(leftStart, rightStart, left.count) == 0
    }

    /// Whether two byte strings are the same; collections that do not lie in one piece are copied first.
    package static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        lend(left) { leftBytes in lend(right) { rightBytes in equal(leftBytes, rightBytes) } }
    }

    private static func lend(_ bytes: some Collection<UInt8>, to body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        let inPlace = bytes.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
        return inPlace ?? Array(bytes).withUnsafeBytes(body)
    }
}
