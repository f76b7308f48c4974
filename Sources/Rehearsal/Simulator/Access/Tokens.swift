import Notation

/// The access tokens that were issued and have not expired.
struct Tokens: Sendable {
    struct Grant: Sendable, Hashable {
        let scopes: Set<Scope>
        let expiresAt: UnixMicroseconds
    }

    /// Seconds.
    let lifetime: Int
    private var grants: [String: Grant] = [:]
    private var random: SimulationRandom

    /// With so many in force, expired ones are dropped; and if that is not enough, all of them.
    private static let capacity = 50_000

    /// - Parameter startedAt: mixed into the tokens, so that those of an earlier run are unknown
    init(lifetime: Int, seed: UInt64, startedAt: UnixMicroseconds) {
        self.lifetime = lifetime
        random = SimulationRandom(seed: seed, stream: UInt64(bitPattern: startedAt) | 1 << 63)
    }

    mutating func issue(_ scopes: Set<Scope>, now: UnixMicroseconds) -> String {
        if grants.count >= Self.capacity {
            grants = grants.filter { $0.value.expiresAt > now }
            if grants.count >= Self.capacity { grants.removeAll() }
        }
        let token = "sim." + (0..<3).map { _ in String(random.next() | 1 << 63, radix: 36) }.joined()
        grants[token] = Grant(scopes: scopes, expiresAt: now + Int64(lifetime) * 1_000_000)
        return token
    }

    /// Refuses a call whose header carries no token in force (401, RFC 6750 section 3.1) or none of the scopes (403).
    ///
    /// - Parameters:
    ///   - authorization: the value of the header `Authorization`
    ///   - anyOf: one of these is enough
    /// - Returns: what the token may do
    func check(_ authorization: String?, anyOf needed: [Scope], now: UnixMicroseconds) throws(Refusal) -> Set<Scope> {
        guard let authorization else {
            throw Refusal(401, "The header Authorization with a bearer token is missing.", challenge: #"Bearer realm="cxone""#)
        }
        let parts = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Refusal(401, "The header Authorization holds no bearer token.", challenge: #"Bearer realm="cxone""#)
        }
        guard let grant = grants[String(parts[1])], grant.expiresAt > now else {
            throw Refusal(
                401,
                "The access token is unknown or has expired.",
                challenge: #"Bearer realm="cxone", error="invalid_token", error_description="The access token is unknown or has expired""#
            )
        }
        guard needed.contains(where: grant.scopes.contains) else {
            let names = needed.map(\.rawValue)
            throw Refusal(
                403,
                "The application lacks the scope \(names.joined(separator: " or ")): grant it under \(needed[0].grantedUnder).",
                challenge: "Bearer realm=\"cxone\", error=\"insufficient_scope\", scope=\"\(names[0])\""
            )
        }
        return grant.scopes
    }
}
