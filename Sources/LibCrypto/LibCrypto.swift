// The room LibCrypto.
