import Notation

/// The access tokens that were issued and have not expired.
struct Tokens: Sendable {
    /// Who holds a token. Those of one dialect are nothing to the other.
    enum Holder: Sendable, Hashable {
        /// Of the dialect `platform`, with what it may do.
        case application(Set<Scope>)
        /// Of the dialect `acd`; what it may do is asked of the key's user each time.
        case accessKey
    }

    struct Grant: Sendable, Hashable {
        let holder: Holder
        let expiresAt: UnixMicroseconds
    }

    /// Seconds.
    let lifetime: Int
    /// What the application may do: tokens of the dialect `platform` are good for no more, also those issued before.
    var granted = Set(Scope.allCases)
    private var grants: [String: Grant] = [:]
    private var refreshes: [String: UnixMicroseconds] = [:]
    private var random: SimulationRandom

    /// With so many in force, expired ones are dropped; and if that is not enough, all of them.
    private static let capacity = 50_000
    /// A refresh token lasts so many times as long as an access token.
    private static let refreshLifetimes = 24

    /// - Parameter startedAt: mixed into the tokens, so that those of an earlier run are unknown
    init(lifetime: Int, seed: UInt64, startedAt: UnixMicroseconds) {
        self.lifetime = lifetime
        random = SimulationRandom(seed: seed, stream: UInt64(bitPattern: startedAt) | 1 << 63)
    }

    mutating func issue(_ scopes: Set<Scope>, now: UnixMicroseconds) -> String {
        issue(.application(scopes), now: now)
    }

    /// For an access key: the token, and another that gets a new one.
    mutating func issueForKey(now: UnixMicroseconds) -> (access: String, refresh: String) {
        let access = issue(.accessKey, now: now)
        if refreshes.count >= Self.capacity { refreshes.removeAll() }
        let refresh = text()
        refreshes[refresh] = now + Int64(lifetime * Self.refreshLifetimes) * 1_000_000
        return (access, refresh)
    }

    /// Uses up a refresh token; whether it was in force.
    mutating func useRefresh(_ token: String, now: UnixMicroseconds) -> Bool {
        refreshes.removeValue(forKey: token).map { $0 > now } ?? false
    }

    /// Forgets the token that a call carries.
    mutating func revoke(_ authorization: String?) {
        guard let token = try? Self.bearer(authorization) else { return }
        grants.removeValue(forKey: token)
    }

    private mutating func issue(_ holder: Holder, now: UnixMicroseconds) -> String {
        if grants.count >= Self.capacity {
            grants = grants.filter { $0.value.expiresAt > now }
            if grants.count >= Self.capacity { grants.removeAll() }
        }
        let token = text()
        grants[token] = Grant(holder: holder, expiresAt: now + Int64(lifetime) * 1_000_000)
        return token
    }

    private mutating func text() -> String {
        "sim." + (0..<3).map { _ in String(random.next() | 1 << 63, radix: 36) }.joined()
    }

    /// Refuses a call whose header carries no token in force (401, RFC 6750 section 3.1) or none of the scopes (403).
    ///
    /// - Parameters:
    ///   - authorization: the value of the header `Authorization`
    ///   - anyOf: one of these is enough
    /// - Returns: what the token may do
    func check(_ authorization: String?, anyOf needed: [Scope], now: UnixMicroseconds) throws(Refusal) -> Set<Scope> {
        guard case .application(let issued) = try holder(authorization, now: now) else { throw Self.unknown }
        let scopes = issued.intersection(granted)
        guard needed.contains(where: scopes.contains) else {
            let names = needed.map(\.rawValue)
            throw Refusal(
                403,
                "The application lacks the scope \(names.joined(separator: " or ")): grant it under \(needed[0].grantedUnder).",
                challenge: "Bearer realm=\"cxone\", error=\"insufficient_scope\", scope=\"\(names[0])\""
            )
        }
        return scopes
    }

    /// Refuses a call that carries no token of an access key in force: 401.
    func checkKey(_ authorization: String?, now: UnixMicroseconds) throws(Refusal) {
        guard try holder(authorization, now: now) == .accessKey else { throw Self.unknown }
    }

    private func holder(_ authorization: String?, now: UnixMicroseconds) throws(Refusal) -> Holder {
        guard let grant = grants[try Self.bearer(authorization)], grant.expiresAt > now else { throw Self.unknown }
        return grant.holder
    }

    private static func bearer(_ authorization: String?) throws(Refusal) -> String {
        guard let authorization else {
            throw Refusal(401, "The header Authorization with a bearer token is missing.", challenge: #"Bearer realm="cxone""#)
        }
        let parts = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Refusal(401, "The header Authorization holds no bearer token.", challenge: #"Bearer realm="cxone""#)
        }
        return String(parts[1])
    }

    private static let unknown = Refusal(
        401,
        "The access token is unknown or has expired.",
        challenge: #"Bearer realm="cxone", error="invalid_token", error_description="The access token is unknown or has expired""#
    )
}
