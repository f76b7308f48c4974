import Notation

/// A request for a token by access key, in one of its two forms.
enum AccessKeyRequest: Sendable, Hashable {
    case key(id: String, secret: Secret)
    case refresh(String)

    /// `POST …/auth/token`: the key as user name and password, the client by HTTP Basic alone (RFC 6749, section 4.3).
    init(
        form body: some Collection<UInt8>,
        contentType: String?,
        authorization: String?,
        clientID: String,
        clientSecret: Secret
    ) throws(Refusal) {
        let form = try TokenForm.read(body, contentType: contentType)
        guard
            let basic = authorization.flatMap(BasicCredentials.init(authorization:)),
            basic.match(id: clientID, secret: clientSecret.reveal())
        else {
            throw Refusal(
                oauth: "invalid_client",
                "The client must authenticate by HTTP Basic with its id and secret.",
                status: 401,
                challenge: #"Basic realm="cxone""#
            )
        }
        switch form["grant_type"] {
        case "password":
            guard let id = form["username"], let secret = form["password"] else {
                throw Refusal(oauth: "invalid_request", "username and password must hold the access key's id and secret.")
            }
            self = .key(id: id, secret: Secret(secret))
        case "refresh_token":
            guard let token = form["refresh_token"] else { throw Refusal(oauth: "invalid_request", "refresh_token is missing.") }
            self = .refresh(token)
        case nil: throw Refusal(oauth: "invalid_request", "grant_type is missing.")
        default: throw Refusal(oauth: "unsupported_grant_type", "grant_type must be password or refresh_token.")
        }
    }

    /// `POST …/authentication/v1/token/access-key`: JSON, and no client.
    init(json body: some Collection<UInt8>) throws(Refusal) {
        do {
            var fields = try JSONFields(JSONValue(parsing: body))
            self = .key(id: try fields.requireString("accessKeyId"), secret: Secret(try fields.requireString("accessKeySecret")))
        } catch let fault as FieldFault {
            throw Refusal(oauth: "invalid_request", "\(fault.pointer.description): \(fault.detail)")
        } catch {
            throw Refusal(oauth: "invalid_request", "The body is not a JSON object with accessKeyId and accessKeySecret.")
        }
    }
}
