import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// An answer whose body is at hand, so that it can be sent otherwise than it should be.
struct SimulatedReply: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body = ByteBuffer()

    init(status: HTTPResponse.Status) {
        self.status = status
    }

    /// A JSON body.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> SimulatedReply {
        json(bytes: value.encoded(), status: status)
    }

    static func json(bytes: some Sequence<UInt8>, status: HTTPResponse.Status = .ok) -> SimulatedReply {
        var reply = SimulatedReply(status: status)
        reply.headers[.contentType] = "application/json; charset=utf-8"
        reply.body = ByteBuffer(bytes: bytes)
        return reply
    }

    /// The answer that says no: in `platform` and to token requests in the body, else in a header.
    init(_ refusal: Refusal, dialect: SimulatedDialect = .platform) {
        let status = HTTPResponse.Status(code: refusal.status)
        switch refusal.body {
        case .oauth(let code, let description):
            self = .json(["error": .string(code), "error_description": .string(description)], status: status)
            headers[.cacheControl] = "no-store"
        case .message where refusal.status == 204 || refusal.status == 304:
            self.init(status: status)
        case .message(let text) where dialect == .platform:
            self = .json(["message": .string(text)], status: status)
        case .message(let text):
            self.init(status: status)
            headers[Self.description] = text
        }
        if let retryAfter = refusal.retryAfter { headers[.retryAfter] = retryAfter }
        if let challenge = refusal.challenge { headers[.wwwAuthenticate] = challenge }
        if let allow = refusal.allow { headers[.allow] = allow }
        if refusal.status == 413 { headers[.connection] = "close" }
    }

    /// The header in which the dialect `acd` says what is wrong.
    private static let description = HTTPField.Name("icStatusDescription") ?? .location

    /// The same with its JSON broken: the last third is missing.
    var malformed: SimulatedReply {
        var reply = self
        reply.body = ByteBuffer(bytes: body.readableBytesView.prefix(body.readableBytes * 2 / 3))
        return reply
    }

    /// Half of the body, after which the connection is reset.
    func half(in exchange: Exchange) -> Response {
        let half = body.getSlice(at: body.readerIndex, length: body.readableBytes / 2) ?? ByteBuffer()
        let whole = max(1, body.readableBytes)
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(contentLength: whole) { writer in
                try await writer.write(half)
                await exchange.reset()
                throw HalfAnswer()
            }
        )
    }

    private struct HalfAnswer: Error {}
}

extension Response {
    /// A JSON body.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(.json(value, status: status))
    }

    init(_ reply: SimulatedReply) {
        self.init(status: reply.status, headers: reply.headers, body: ResponseBody(byteBuffer: reply.body))
    }

    /// The answer that says no.
    init(_ refusal: Refusal, dialect: SimulatedDialect = .platform) {
        self.init(SimulatedReply(refusal, dialect: dialect))
    }
}
