import LibCrypto

/// Where random bytes come from: libcrypto in a process, a seed in tests.
package struct Randomness: Sendable {
    private let make: @Sendable (Int) throws(LibCryptoFault) -> [UInt8]

    package init(_ make: @escaping @Sendable (Int) -> [UInt8]) {
        self.make = make
    }

    private init(throwing make: @escaping @Sendable (Int) throws(LibCryptoFault) -> [UInt8]) {
        self.make = make
    }

    /// libcrypto's generator.
    package static let system = Randomness(throwing: { count throws(LibCryptoFault) in try RandomBytes.make(count: count) })

    func bytes(_ count: Int) throws(DataDirectoryFault) -> [UInt8] {
        do {
            return try make(count)
        } catch {
            throw .noRandomness(reason: error.description)
        }
    }
}
