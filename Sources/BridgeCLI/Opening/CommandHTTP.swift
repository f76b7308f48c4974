import AsyncHTTPClient
import NIOCore

/// The HTTP client of commands that somebody waits for at a terminal.
enum CommandHTTP {
    /// A refused connection is told at once: the shared client would try it again until the call's own deadline.
    static func with<Result: Sendable>(_ work: @Sendable (HTTPClient) async throws -> Result) async throws -> Result {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await work(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
