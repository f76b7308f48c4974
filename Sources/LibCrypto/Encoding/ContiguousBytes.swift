/// Lends the bytes of a collection as one buffer: in place where they lie in one piece, otherwise as a copy.
func withContiguousBytes<Result>(
    of bytes: some Collection<UInt8>,
    _ body: (UnsafeRawBufferPointer) throws(LibCryptoFault) -> Result
) throws(LibCryptoFault) -> Result {
    // `withContiguousStorageIfAvailable` rethrows untyped, so the typed outcome travels as a value.
    let inPlace = bytes.withContiguousStorageIfAvailable { outcome(of: body, on: UnsafeRawBufferPointer($0)) }
    if let inPlace { return try inPlace.get() }
    return try Array(bytes).withUnsafeBytes { outcome(of: body, on: $0) }.get()
}

private func outcome<Result>(
    of body: (UnsafeRawBufferPointer) throws(LibCryptoFault) -> Result,
    on bytes: UnsafeRawBufferPointer
) -> Swift.Result<Result, LibCryptoFault> {
    do throws(LibCryptoFault) {
        return .success(try body(bytes))
    } catch {
        return .failure(error)
    }
}
