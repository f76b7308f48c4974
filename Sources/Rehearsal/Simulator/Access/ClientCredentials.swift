import Notation

/// A client that asks for a token: RFC 6749, sections 2.3.1 and 4.4.
struct ClientCredentials: Sendable {
    let scopes: Set<Scope>

    /// Reads and checks a token request.
    ///
    /// Credentials count in the form or as HTTP Basic, in the latter percent-encoded (as the RFC wants) or as they are (as most
    /// clients send them). Where both are there, both must be right. A scope that the client lacks is refused (section 5.2);
    /// without a scope the token has all that it has.
    init(
        body: some Collection<UInt8>,
        contentType: String?,
        authorization: String?,
        clientID: String,
        clientSecret: Secret,
        granted: Set<Scope>
    ) throws(Refusal) {
        let form = try TokenForm.read(body, contentType: contentType)
        try Self.authenticate(form: form, authorization: authorization, clientID: clientID, clientSecret: clientSecret)
        guard let grantType = form["grant_type"] else {
            throw Refusal(oauth: "invalid_request", "grant_type is missing.")
        }
        guard grantType == "client_credentials" else {
            throw Refusal(oauth: "unsupported_grant_type", "grant_type must be client_credentials.")
        }
        scopes = try Self.scopes(form["scope"], granted: granted)
    }

    private static func scopes(_ text: String?, granted: Set<Scope>) throws(Refusal) -> Set<Scope> {
        var scopes: Set<Scope> = []
        for name in (text ?? "").split(separator: " ") {
            guard let scope = Scope(rawValue: String(name)) else {
                let known = Scope.allCases.map(\.rawValue).joined(separator: " ")
                throw Refusal(oauth: "invalid_scope", "A scope is unknown; there are: \(known)")
            }
            guard granted.contains(scope) else {
                throw Refusal(oauth: "invalid_scope", "The client lacks \(name): grant it under \(scope.grantedUnder).")
            }
            scopes.insert(scope)
        }
        guard !granted.isEmpty else { throw Refusal(oauth: "invalid_scope", "The client has no rights.") }
        return scopes.isEmpty ? granted : scopes
    }

    private static func authenticate(
        form: Parameters,
        authorization: String?,
        clientID: String,
        clientSecret: Secret
    ) throws(Refusal) {
        let challenge = #"Basic realm="cxone""#
        var isKnown = false
        if let authorization {
            guard let basic = BasicCredentials(authorization: authorization) else {
                throw Refusal(
                    oauth: "invalid_client",
                    "The header Authorization holds no Basic credentials.",
                    status: 401,
                    challenge: challenge
                )
            }
            guard basic.match(id: clientID, secret: clientSecret.reveal()) else {
                throw Refusal(oauth: "invalid_client", "Unknown client, or a wrong secret.", status: 401, challenge: challenge)
            }
            isKnown = true
        }
        if let id = form["client_id"] {
            guard id == clientID, form["client_secret"].map({ $0 == clientSecret.reveal() }) ?? isKnown else {
                throw Refusal(oauth: "invalid_client", "Unknown client, or a wrong secret.", status: 401, challenge: challenge)
            }
            isKnown = true
        }
        guard isKnown else {
            throw Refusal(
                oauth: "invalid_client",
                "Credentials are missing: client_id and client_secret in the form, or HTTP Basic.",
                status: 401,
                challenge: challenge
            )
        }
    }
}
