import NIOHTTP1
import Notation
import Reconciliation

/// How the dialect `platform` asks for tokens: the client credentials grant (RFC 6749, section 4.4).
enum PlatformTokens {
    /// Realms with the same host and scope set share their tokens.
    static func source(_ configuration: PlatformConfiguration, realm: TokenRealm) -> TokenSource {
        let scopes = configuration.scopes(of: realm).sorted().joined(separator: " ")
        return .fixed(request(configuration, realm: realm), key: "\(configuration.tokenURL(of: realm)) \(scopes)")
    }

    static func request(_ configuration: PlatformConfiguration, realm: TokenRealm) -> TokenRequest {
        let scopes = configuration.scopes(of: realm)
        var fields: [(name: String, value: String)] = [("grant_type", "client_credentials")]
        var headers = TokenRequest.formHeaders
        switch configuration.credentials {
        case .form:
            fields.append(("client_id", configuration.clientID))
            fields.append(("client_secret", configuration.clientSecret.reveal()))
        case .basic:
            headers.add(name: "Authorization", value: TokenRequest.basic(configuration.clientID, configuration.clientSecret))
        }
        if !scopes.isEmpty {
            fields.append(("scope", scopes.joined(separator: " ")))
        }
        return TokenRequest(
            call: OutgoingCall(
                call: .token,
                method: .POST,
                url: configuration.tokenURL(of: realm),
                headers: headers,
                body: Array(URLText.form(fields).utf8)
            ),
            scope: .scope(scopes, of: realm),
            hint: "Check CXONE_CLIENT_ID and CXONE_CLIENT_SECRET, and that the client may use client_credentials"
        )
    }
}
