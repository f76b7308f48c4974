import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Notation
import Reconciliation
import Store
import WebhookSignature

/// Signs one delivery and posts it: one attempt.
struct Poster: Sendable {
    let http: HTTPClient
    let clock: WallClock
    /// Connection, request and whole answer. On the host's own clock: networks do not run faster with an accelerated one.
    let deadline: Duration

    /// No redirects: an event goes to the configured address or nowhere.
    static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// An answer's body is read to its end, for keep-alive, but no further than this.
    private static let mostAnswer = 64 * 1024

    func attempt(_ delivery: Delivery, to endpoint: Endpoint) async -> AttemptResult {
        let signed: [WebhookHeader]
        do throws(SigningFault) {
            signed = try StandardWebhooks.sign(
                id: delivery.event.text,
                timestamp: clock.now() / 1_000_000,
                body: delivery.body,
                keys: endpoint.keys
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
        return await post(request)
    }

    private func post(_ request: HTTPClientRequest) async -> AttemptResult {
        let milliseconds = deadline.inMicroseconds / 1_000
        do {
            return try await withThrowingTaskGroup(of: AttemptResult.self) { group in
                group.addTask {
                    let response = try await http.execute(request, timeout: .milliseconds(milliseconds))
                    var received = 0
                    for try await part in response.body {
                        received += part.readableBytes
                        if received > Self.mostAnswer { break }
                    }
                    let retryAfter = response.headers.first(name: "retry-after").flatMap { RetryAfter.parse($0, now: clock.now()) }
                    return .answered(status: Int(response.status.code), retryAfter: retryAfter)
                }
                group.addTask {
                    try await Task.sleep(for: deadline, clock: .continuous)
                    return .unreachable(detail: "timeout")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .unreachable(detail: "no answer")
            }
        } catch let error as HTTPClientError {
            return .unreachable(detail: error.shortDescription)
        } catch is CancellationError {
            return .unreachable(detail: "stopped")
        } catch {
            return .unreachable(detail: String(describing: type(of: error)))
        }
    }
}

/// The header `Retry-After` (RFC 9110, section 10.2.3) as a span from now.
enum RetryAfter {
    static func parse(_ text: String, now: UnixMicroseconds) -> Duration? {
        guard let seconds = Int64(text.trimmingPrefix(while: { $0 == " " })), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }
}
