import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import Notation

/// The rehearsal's own HTTP calls: to the bridge, and to the simulator's control interface.
struct WebCalls: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]

        /// Nil if it is not JSON.
        var json: JSONValue? { try? JSONValue(parsing: body, limits: JSONLimits(bytes: WebCalls.bodyLimit)) }
    }

    let http: HTTPClient

    /// Real time, for the whole answer.
    private static let deadline = TimeAmount.seconds(60)
    static let bodyLimit = 256 << 20

    static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    func call(_ method: String, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers)
        if let body { request.body = .bytes(body) }
        let response = try await http.execute(request, timeout: Self.deadline)
        let buffer = try await response.body.collect(upTo: Self.bodyLimit)
        return Answer(status: Int(response.status.code), body: Array(buffer.readableBytesView))
    }

    /// An error in words, without addresses.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout: "no connection in time"
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout: "no answer in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "it closed the connection without an answer"
        case let error as HTTPClientError where [.invalidURL, .emptyHost, .emptyScheme].contains(error):
            "that is no URL; it has to be like http://127.0.0.1:8080"
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError where error.errnoCode == ECONNREFUSED: "the connection was refused; nothing listens there"
        case let error as IOError where error.errnoCode == ECONNRESET: "it cut the connection"
        default: String(describing: error)
        }
    }
}
