import HTTPTypes
import Hummingbird
import NIOCore
import Notation

extension Response {
    /// A JSON body.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        json(bytes: value.encoded(), status: status)
    }

    static func json(bytes: some Sequence<UInt8>, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// The answer that says no.
    init(_ refusal: Refusal) {
        let body: JSONValue =
            switch refusal.body {
            case .message(let text): ["message": .string(text)]
            case .oauth(let code, let description): ["error": .string(code), "error_description": .string(description)]
            }
        let status = HTTPResponse.Status(code: refusal.status)
        self = refusal.status == 204 || refusal.status == 304 ? Response(status: status) : .json(body, status: status)
        if let retryAfter = refusal.retryAfter { headers[.retryAfter] = retryAfter }
        if let challenge = refusal.challenge { headers[.wwwAuthenticate] = challenge }
        if let allow = refusal.allow { headers[.allow] = allow }
        if case .oauth = refusal.body { headers[.cacheControl] = "no-store" }
        if refusal.status == 413 { headers[.connection] = "close" }
    }
}
