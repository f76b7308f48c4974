import NIOHTTP1
import Notation
import Reconciliation

/// How the dialect `acd` asks for tokens: an access key of one of the tenant's users. It has no scopes.
enum ACDTokens {
    static func source(_ configuration: ACDConfiguration, _ addresses: ACDAddresses) -> TokenSource {
        TokenSource(key: "acd") { plain in
            do throws(CXoneFault) {
                return .success(request(configuration, url: try await addresses.found(by: plain).tokenURL))
            } catch {
                return .failure(error)
            }
        }
    }

    static func request(_ configuration: ACDConfiguration, url: String) -> TokenRequest {
        var headers: HTTPHeaders
        let body: [UInt8]
        switch configuration.tokenForm {
        case .password:
            // Resource owner password credentials, the client by Basic (RFC 6749, sections 4.3 and 2.3.1).
            headers = TokenRequest.formHeaders
            if let id = configuration.clientID {
                headers.add(name: "Authorization", value: TokenRequest.basic(id, configuration.clientSecret ?? Secret("")))
            }
            body = Array(
                URLText.form([
                    ("grant_type", "password"),
                    ("username", configuration.accessKeyID),
                    ("password", configuration.accessKeySecret.reveal()),
                ]).utf8
            )
        case .accessKey:
            headers = ["Content-Type": "application/json"]
            let key = JSONObject([
                "accessKeyId": .string(configuration.accessKeyID),
                "accessKeySecret": .string(configuration.accessKeySecret.reveal()),
            ])
            body = JSONValue.object(key).encoded()
        }
        return TokenRequest(
            call: OutgoingCall(call: .token, method: .POST, url: url, headers: headers, body: body),
            scope: .accessKey,
            hint: "Check accessKeyId and accessKeySecret of the tenant, that the key is active,"
                + " and clientId and clientSecret where tokenForm is password"
        )
    }
}
