import Notation
import Reconciliation

/// A token as its cache hands it out.
struct AccessToken: Sendable, Equatable {
    /// Tells tokens apart, even if the endpoint grants the same text twice.
    let generation: UInt64
    let secret: Secret
    /// From here on it is replaced, while it can still be used.
    let refreshAt: Instant
    let expiresAt: Instant
}

/// What the token endpoint grants.
struct TokenGrant: Sendable, Equatable {
    /// Tokens are refreshed this long before they end.
    static let refreshMargin: Duration = .seconds(60)
    /// The life of a token whose answer does not name it: CXone's usual. A 401 ends it earlier.
    static let usualLife: Duration = .seconds(3_600)
    /// No token is believed to live longer.
    static let longestLife: Duration = .hours(24)

    let secret: Secret
    let life: Duration

    /// Reads the answer of the token endpoint (RFC 6749, section 5.1).
    init(_ body: [UInt8]) throws(CXoneFault) {
        let answer: JSONValue
        do {
            answer = try JSONValue(parsing: body)
        } catch {
            // Not where in the text: the names on the way there are the endpoint's words.
            throw .unreadable(detail: "it is no JSON", call: .token)
        }
        guard let text = answer["access_token"]?.string, !text.isEmpty else {
            throw .unreadable(detail: "it has no access_token", call: .token)
        }
        // It goes into a header: visible ASCII only (RFC 6750, section 2.1).
        guard text.utf8.count <= 16_384, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .unreadable(detail: "its access_token cannot stand in a header", call: .token)
        }
        secret = Secret(text)
        life = try Self.life(answer["expires_in"])
    }

    /// - Parameter requestedAt: the life is counted from the request, so that a slow answer does not lengthen it.
    func token(generation: UInt64, requestedAt: Instant) -> AccessToken {
        // A token that lives for less than two minutes is used for half of its life.
        let margin = min(Self.refreshMargin, life / 2)
        return AccessToken(
            generation: generation,
            secret: secret,
            refreshAt: requestedAt + life - margin,
            expiresAt: requestedAt + life
        )
    }

    private static func life(_ value: JSONValue?) throws(CXoneFault) -> Duration {
        guard let value, !value.isNull else { return usualLife }
        guard let seconds = value.double ?? value.string.flatMap({ Double($0) }), seconds.isFinite else {
            throw .unreadable(detail: "its expires_in is no number of seconds", call: .token)
        }
        return .seconds(min(max(seconds, 0), Double(longestLife.components.seconds)))
    }
}
