import HTTPTypes
import Hummingbird
import NIOCore
import Notation

extension PublicRoutes {
    /// `POST /oauth/token` (RFC 6749, section 4.4).
    func token(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let client = try ClientCredentials(
            body: arrived.body.readableBytesView,
            contentType: arrived.headers[.contentType],
            authorization: arrived.authorization,
            clientID: configuration.clientID,
            clientSecret: configuration.clientSecret,
            granted: tenant.ask { $0.tokens.granted }
        )
        let now = clock.now()
        let token = tenant.ask { $0.tokens.issue(client.scopes, now: now) }
        let scopes = Scope.allCases.filter(client.scopes.contains).map(\.rawValue)
        var reply = SimulatedReply.json([
            "access_token": .string(token), "token_type": "Bearer", "expires_in": .int(configuration.tokenLifetime),
            "scope": .string(scopes.joined(separator: " ")),
        ])
        reply.headers[.cacheControl] = "no-store"
        return reply
    }
}
