import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Notation
import Testing

/// An answer as a client got it.
struct Reply: Sendable {
    let status: Int
    private let headers: HTTPHeaders
    let body: [UInt8]

    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever the case of its name.
    func header(_ name: String) -> String? {
        headers.first(name: name)
    }

    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON; null, with a recorded issue, if it is none.
    var json: JSONValue {
        do {
            return try JSONValue(parsing: body)
        } catch {
            Issue.record("not JSON: \(error): \(text)")
            return .null
        }
    }
}

/// The methods that these tests use.
enum Verb: String, Sendable {
    case GET, POST, PUT, DELETE, HEAD
}

/// A client of one listener, over a real socket.
struct Caller: Sendable {
    let base: String
    var headers: [(String, String)] = []

    func send(
        _ verb: Verb,
        _ path: String,
        headers extra: [(String, String)] = [],
        body: [UInt8]? = nil,
        timeout: TimeAmount = .seconds(20)
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: base + path)
        request.method = HTTPMethod(rawValue: verb.rawValue)
        request.headers.add(contentsOf: headers + extra)
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: timeout)
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Reply(status: Int(response.status.code), headers: response.headers, body: Array(bytes.readableBytesView))
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Reply {
        try await send(.GET, path, headers: headers)
    }

    func put(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await send(.PUT, path, headers: [("content-type", "application/json")], body: body.encoded())
    }

    func post(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await send(.POST, path, headers: [("content-type", "application/json")], body: body.encoded())
    }

    func postForm(_ path: String, _ form: String, headers: [(String, String)] = []) async throws -> Reply {
        try await send(
            .POST,
            path,
            headers: [("content-type", "application/x-www-form-urlencoded")] + headers,
            body: Array(form.utf8)
        )
    }
}

/// Records an issue unless an answer has this status.
func expect(_ status: Int, of reply: Reply, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(reply.status == status, "\(reply.text)", sourceLocation: sourceLocation)
}
