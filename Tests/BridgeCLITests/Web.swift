import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Calls that no command makes.
enum Web {
    static func send(_ method: String, _ url: String, _ body: Data) async throws -> UInt {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(Array(body))
        return try await HTTPClient.shared.execute(request, timeout: .seconds(10)).status.code
    }

    /// The text of what is got with an operator's token.
    static func get(_ url: String, token: String) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        return String(buffer: try await response.body.collect(upTo: 1 << 20))
    }
}
