import Foundation

/// A name and a secret as HTTP Basic carries them (RFC 7617, section 2).
struct BasicCredentials: Sendable, Hashable {
    let id: String
    let secret: String

    /// nil if the header's value holds none.
    init?(authorization: String) {
        let parts = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "basic" else { return nil }
        guard
            let data = Data(base64Encoded: parts[1].trimmingCharacters(in: .whitespaces)),
            let text = String(validating: data, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        id = String(text[..<colon])
        secret = String(text[text.index(after: colon)...])
    }

    /// Whether they are these: percent-encoded (as RFC 6749, section 2.3.1 wants) or as they are (as most clients send them).
    func match(id: String, secret: String) -> Bool {
        let decoded = [self.id, self.secret].map { PercentEncoding.decode($0[...], plusIsSpace: true) }
        return [self.id, self.secret] == [id, secret] || decoded == [id, secret]
    }
}
