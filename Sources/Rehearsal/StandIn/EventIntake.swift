import HTTPTypes
import Hummingbird
import NIOCore
import Notation
import WebhookSignature

/// Answers one request to the stand-in.
struct EventIntake: Sendable {
    let configuration: StandInConfiguration
    let clock: WallClock
    let state: SharedRecord
    let onArrival: @Sendable (EventArrival) async -> Void

    private static let bodyLimit = 4 << 20
    private static let replayHeader = "webhook-replay"

    /// - Returns: nil where a fault lets the request end without an answer
    func answer(_ exchange: Exchange) async throws -> Response? {
        let path = String(exchange.target.path)
        switch exchange.request.method {
        case .post:
            break
        case .get:
            let (events, refused) = state.look { ($0.record.received, $0.record.refused.count) }
            return text(.ok, "WFM stand-in: \(events) events taken, \(refused) requests refused. Post events here.\n")
        default:
            var response = await refuse(path, .methodNotAllowed, code: "not_allowed", "Post events; GET shows how many there are.")
            response.headers[.allow] = "GET, POST"
            return response
        }
        guard let body = try await exchange.body(upTo: Self.bodyLimit) else {
            return await refuse(path, .contentTooLarge, code: "too_large", "The body is longer than \(Self.bodyLimit) bytes.")
        }
        let headers = exchange.request.headers
        let now = clock.now()
        var verified: VerifiedMessage?
        if let keys = state.look({ $0.keys }) {
            do {
                verified = try StandardWebhooks.verify(
                    headers: { name in HTTPField.Name(name).map { headers[values: $0] } ?? [] },
                    body: body.readableBytesView,
                    keys: keys,
                    now: Double(now) / 1_000_000,
                    tolerance: configuration.tolerance
                )
            } catch {
                return await refuse(path, .unauthorized, code: error.code, error.detail)
            }
        }
        guard let id = verified?.id ?? header(StandardWebhooks.idHeader, of: headers) else {
            return await refuse(path, .badRequest, code: VerificationFault.missingHeader.code, VerificationFault.missingHeader.detail)
        }
        let json = try? JSONValue(parsing: body.readableBytesView)
        let fault = state.look { $0.faults.take(type: json?["event"]?.string) }
        switch fault {
        case .answer(let status, let retryAfter):
            await onArrival(.turnedAway(answer: status))
            var response = text(HTTPResponse.Status(code: status), "Simulated fault.\n")
            if let retryAfter { response.headers[.retryAfter] = retryAfter }
            return response
        case .hang:
            await onArrival(.turnedAway(answer: nil))
            await exchange.hang()
            return nil
        case .takeThenHang, nil:
            break
        }
        let (arrival, content) = state.look { state -> (EventArrival, [CheckedContinuation<Void, any Error>]) in
            let arrival = state.record.take(
                id: id,
                isReplay: header(Self.replayHeader, of: headers) != nil,
                path: path,
                at: now,
                signedAt: verified?.timestamp,
                keyID: verified?.keyID,
                body: Array(body.readableBytesView),
                json: json
            )
            guard case .event(let event) = arrival else { return (arrival, []) }
            return (arrival, state.waiters.note(event))
        }
        for waiter in content { waiter.resume() }
        await onArrival(arrival)
        guard fault == nil else {
            await exchange.hang()
            return nil
        }
        return Response(status: .noContent)
    }

    private func header(_ name: String, of headers: HTTPFields) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    private func refuse(_ path: String, _ status: HTTPResponse.Status, code: String, _ detail: String) async -> Response {
        let refusal = RefusedEvent(at: clock.now(), path: path, code: code, detail: detail)
        state.look { $0.record.refuse(refusal) }
        await onArrival(.refused(refusal))
        return .json(["status": .int(status.code), "code": .string(code), "detail": .string(detail)], status: status)
    }

    private func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
