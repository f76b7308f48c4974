import Notation

/// An answer other than 200: the status, and what its body and headers say.
package struct Refusal: Error, Sendable, Hashable {
    /// The shape of the body: OAuth errors have their own (RFC 6749, section 5.2).
    enum Body: Sendable, Hashable {
        case message(String)
        case oauth(code: String, description: String)
    }

    let status: Int
    let body: Body
    /// Seconds or an HTTP date (RFC 9110, section 10.2.3).
    var retryAfter: String?
    /// `WWW-Authenticate`.
    var challenge: String?
    /// `Allow`, for 405.
    var allow: String?

    init(_ status: Int, _ message: String, retryAfter: String? = nil, challenge: String? = nil, allow: String? = nil) {
        self.status = status
        body = .message(message)
        self.retryAfter = retryAfter
        self.challenge = challenge
        self.allow = allow
    }

    /// What reading a body threw: a refusal as it is, a field by its name, all else in words.
    init(reading error: any Error, or words: String) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let fault as FieldFault: self.init(400, "\(fault.pointer.description): \(fault.detail)")
        default: self.init(400, "\(words): \(error)")
        }
    }

    init(oauth code: String, _ description: String, status: Int = 400, challenge: String? = nil) {
        self.status = status
        body = .oauth(code: code, description: description)
        self.challenge = challenge
    }
}
