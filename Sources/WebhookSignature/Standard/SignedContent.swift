import LibCrypto

/// What a `v1` signature covers: `id.timestamp.body`, never joined in memory.
struct SignedContent<Body: Collection<UInt8>> {
    private let head: [UInt8]
    private let body: Body

    /// - Parameter timestamp: the text of the header, byte for byte, not a number written anew.
    init(id: String, timestamp: String, body: Body) {
        let stop = UInt8(ascii: ".")
        var head: [UInt8] = []
        head.reserveCapacity(id.utf8.count + timestamp.utf8.count + 2)
        head.append(contentsOf: id.utf8)
        head.append(stop)
        head.append(contentsOf: timestamp.utf8)
        head.append(stop)
        self.head = head
        self.body = body
    }

    /// The HMAC-SHA256 of the content.
    func tag(under key: WebhookKey) throws(LibCryptoFault) -> HMACSHA256Tag {
        var authentication = try key.hmac.start()
        try authentication.update(head)
        try authentication.update(body)
        return try authentication.finalize()
    }
}
