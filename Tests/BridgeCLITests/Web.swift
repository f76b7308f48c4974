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
}
