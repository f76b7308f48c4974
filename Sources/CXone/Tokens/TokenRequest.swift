import Foundation
import NIOHTTP1
import Notation
import Reconciliation

/// One request for a token, and what its answer means (RFC 6749, sections 4.3, 4.4 and 5).
struct TokenRequest: Sendable {
    let call: OutgoingCall
    /// What an answer `invalid_scope` says is missing.
    let scope: MissingRight
    /// Where to look if the credentials are refused.
    let hint: String

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
        if code == "invalid_scope" { return .forbidden(scope, call: .token) }
        let words = PlainText.message(of: answer, to: .token) ?? "no reason given"
        return .unauthorized(detail: "the token endpoint answered \(answer.status) (\(words)). \(hint)")
    }
}

extension TokenRequest {
    /// The form's media type.
    static let formHeaders: HTTPHeaders = ["Content-Type": "application/x-www-form-urlencoded"]

    /// The value of an `Authorization` header of HTTP Basic (RFC 7617).
    static func basic(_ id: String, _ secret: Secret) -> String {
        "Basic \(Data("\(id):\(secret.reveal())".utf8).base64EncodedString())"
    }
}
