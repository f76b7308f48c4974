import AsyncHTTPClient
import CXone
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Notation
import Reconciliation
import Store
import WebhookSignature

/// Signs one delivery and posts it: one attempt.
struct Poster: Sendable {
    let endpoint: Endpoint
    /// The endpoint's keys as they are now.
    let keys: Current<KeyRing>
    /// The endpoint's own client: in a pool that it shared, another endpoint that hangs could take all connections.
    let http: HTTPClient
    let clock: WallClock
    /// Connection, request and whole answer. On the host's own clock: networks do not run faster with an accelerated one.
    let deadline: Duration

    init(endpoint: Endpoint, http: HTTPClient, clock: WallClock, deadline: Duration) {
        self.endpoint = endpoint
        keys = Current(endpoint.keys)
        self.http = http
        self.clock = clock
        self.deadline = deadline
    }

    /// No redirects: an event goes to the configured address or nowhere.
    static func configuration(connections: Int) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than servers keep theirs (commonly 5 s and more), so that few requests meet a connection that is being closed.
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// An answer's body is read to its end, for keep-alive, but no further than this: of a longer one the status counts.
    private static let mostAnswer = 64 * 1024

    func attempt(_ delivery: Delivery) async -> AttemptResult {
        let signed: [WebhookHeader]
        do throws(SigningFault) {
            signed = try StandardWebhooks.sign(
                id: delivery.event.text,
                timestamp: clock.now() / 1_000_000,
                body: delivery.body,
                keys: keys.value
            )
        } catch {
            return .unsigned(detail: "not signed: \(error.description)")
        }
        var request = HTTPClientRequest(url: endpoint.url)
        request.method = .POST
        request.headers = HTTPHeaders(signed)
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "wfm-bridge")
        request.body = .bytes(delivery.body)
        return await Deadline.run(within: deadline, on: http.eventLoopGroup) { [request] deadline in
            await post(request, deadline: deadline)
        }
    }

    private func post(_ request: HTTPClientRequest, deadline: Deadline) async -> AttemptResult {
        for isLast in [false, true] {
            do {
                return try await exchange(request, deadline: deadline)
            } catch {
                if deadline.isExpired { return timedOut }
                if Task.isCancelled { return .stopped }
                // Mostly a kept connection that the other side was just closing; receivers tell a repeat by its id.
                if !isLast, Self.isCutOff(error) { continue }
                return .unreachable(detail: ConnectionWords.describe(error))
            }
        }
        return .unreachable(detail: "no connection")
    }

    private func exchange(_ request: HTTPClientRequest, deadline: Deadline) async throws -> AttemptResult {
        // The deadline around this is the one that counts, the library's ends at the answer's head; it only must not come first.
        let response = try await http.execute(request, timeout: TimeAmount(self.deadline) + .seconds(1))
        var received = 0
        for try await part in response.body {
            received += part.readableBytes
            if received > Self.mostAnswer { break }
        }
        // A read that was cancelled can end like one that was finished.
        if deadline.isExpired { return timedOut }
        if Task.isCancelled { return .stopped }
        let retryAfter = response.headers.first(name: "retry-after").flatMap { text in
            RetryAfter.parse(text, date: response.headers.first(name: "date"), now: Instant(microseconds: clock.now()))
        }
        return .answered(status: Int(response.status.code), retryAfter: retryAfter)
    }

    private var timedOut: AttemptResult {
        .unreachable(detail: "no whole answer within \(deadline)")
    }

    private static func isCutOff(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .remoteConnectionClosed
        case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
        default: false
        }
    }
}
