/// The three headers of a request, each there once and not empty.
struct ReceivedHeaders {
    let id: String
    let timestamp: String
    let signature: String

    /// Takes all values of each header. What is missing is said before what is repeated.
    init(ids: [String], timestamps: [String], signatures: [String]) throws(VerificationFault) {
        let all = [ids, timestamps, signatures]
        if all.contains(where: \.isEmpty) || all.contains([""]) { throw .missingHeader }
        guard let id = ids.first, let timestamp = timestamps.first, let signature = signatures.first,
            ids.count == 1, timestamps.count == 1, signatures.count == 1
        else { throw .repeatedHeader }
        self.id = id
        self.timestamp = timestamp
        self.signature = signature
    }

    /// Picks the three out of all headers of a request.
    init(pairs: some Sequence<WebhookHeader>) throws(VerificationFault) {
        var ids: [String] = []
        var timestamps: [String] = []
        var signatures: [String] = []
        for (name, value) in pairs {
            if ReceivedHeaders.matches(name, StandardWebhooks.idHeader) {
                ids.append(value)
            } else if ReceivedHeaders.matches(name, StandardWebhooks.timestampHeader) {
                timestamps.append(value)
            } else if ReceivedHeaders.matches(name, StandardWebhooks.signatureHeader) {
                signatures.append(value)
            }
        }
        try self.init(ids: ids, timestamps: timestamps, signatures: signatures)
    }

    /// Whether two header names are the same but for the case of ASCII letters (RFC 9110, section 5.1).
    private static func matches(_ name: String, _ lowerCase: String) -> Bool {
        name.utf8.count == lowerCase.utf8.count
            && zip(name.utf8, lowerCase.utf8).allSatisfy { received, wanted in
                received == wanted || (0x41...0x5a).contains(received) && received | 0x20 == wanted
            }
    }
}
