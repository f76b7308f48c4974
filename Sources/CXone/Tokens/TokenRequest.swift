import Foundation
import NIOHTTP1
import Notation
import Reconciliation

/// How the token endpoint is asked, and what its answers mean (RFC 6749, sections 4.4 and 5).
struct TokenRequest: Sendable {
    let url: String
    let realm: TokenRealm
    let scopes: [String]
    let clientID: String
    let clientSecret: Secret
    let credentials: PlatformConfiguration.CredentialStyle

    init(_ configuration: PlatformConfiguration, realm: TokenRealm) {
        url = configuration.tokenURL(of: realm)
        self.realm = realm
        scopes = configuration.scopes(of: realm)
        clientID = configuration.clientID
        clientSecret = configuration.clientSecret
        credentials = configuration.credentials
    }

    /// Realms with the same host and scope set share their tokens.
    var cacheKey: String { "\(url) \(scopes.sorted().joined(separator: " "))" }

    var call: OutgoingCall {
        var fields: [(name: String, value: String)] = [("grant_type", "client_credentials")]
        var headers: HTTPHeaders = ["Content-Type": "application/x-www-form-urlencoded"]
        switch credentials {
        case .form:
            fields.append(("client_id", clientID))
            fields.append(("client_secret", clientSecret.reveal()))
        case .basic:
            let pair = Data("\(clientID):\(clientSecret.reveal())".utf8).base64EncodedString()
            headers.add(name: "Authorization", value: "Basic \(pair)")
        }
        if !scopes.isEmpty {
            fields.append(("scope", scopes.joined(separator: " ")))
        }
        return OutgoingCall(call: .token, method: .POST, url: url, headers: headers, body: Array(URLText.form(fields).utf8))
    }

    /// What the endpoint's answer means.
    func judge(_ result: Result<Answer, ExchangeFault>, now: Instant) -> Result<TokenGrant, CXoneFault> {
        if case .success(let answer) = result, [400, 401, 403].contains(answer.status) {
            return .failure(refusal(answer))
        }
        switch Setback.judge(result, of: .token, now: now) {
        case .failure(let setback): return .failure(setback.fault)
        case .success(let answer):
            do throws(CXoneFault) {
                return .success(try TokenGrant(answer.bytes))
            } catch {
                return .failure(error)
            }
        }
    }

    private func refusal(_ answer: Answer) -> CXoneFault {
        let code = (try? JSONValue(parsing: answer.bytes))?["error"]?.string
        if code == "invalid_scope" { return .forbidden(.scope(scopes, of: realm), call: .token) }
        var words = PlainText.message(of: answer) ?? "no reason given"
        // An endpoint that echoes the form must not put the secret into a log.
        if !clientSecret.isEmpty, words.contains(clientSecret.reveal()) { words = "a reason that repeats the secret, and is not shown" }
        return .unauthorized(detail: "the token endpoint answered \(answer.status) (\(words))")
    }
}
