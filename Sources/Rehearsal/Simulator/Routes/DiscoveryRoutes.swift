import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// How a client of the dialect `acd` finds the interface and is let in.
extension PublicRoutes {
    /// `GET /.well-known/cxone-configuration?tenantId=…`: every address is the simulator's own, as the client reached it.
    func discovery(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        guard let tenantID = try arrived.parameters()["tenantId"] else { throw Refusal(400, "The parameter tenantId is missing.") }
        let origin = JSONValue.string(arrived.origin)
        return .json([
            "private": false, "ui_endpoint": origin, "auth_endpoint": origin, "api_endpoint": origin, "area": "sim1",
            "cluster": "c1", "domain": "contact.example", "acdDomain": "contact.example", "uhDomain": "contact.example",
            "tenantId": .string(tenantID),
        ])
    }

    /// `POST …/auth/token` and `POST …/authentication/v1/token/access-key`.
    func acdToken(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let request =
            if arrived.path == SimulatorRoute.formTokenPath {
                try AccessKeyRequest(
                    form: arrived.body.readableBytesView,
                    contentType: arrived.headers[.contentType],
                    authorization: arrived.authorization,
                    clientID: configuration.clientID,
                    clientSecret: configuration.clientSecret
                )
            } else {
                try AccessKeyRequest(json: arrived.body.readableBytesView)
            }
        let now = clock.now()
        let (access, refresh) = try tenant.ask { tenant throws(Refusal) in try tenant.token(for: request, now: now) }
        var reply = SimulatedReply.json([
            "access_token": .string(access), "token_type": "Bearer", "expires_in": .int(configuration.tokenLifetime),
            "refresh_token": .string(refresh), "resource_server_base_uri": .string("\(arrived.origin)/incontactapi/"),
        ])
        reply.headers[.cacheControl] = "no-store"
        return reply
    }
}
