import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import Notation
import Reconciliation
import Telemetry

/// One HTTP exchange with CXone: sends a call, reads the whole answer up to a limit, counts and times it. No retries.
struct Exchange: Sendable {
    let http: HTTPClient
    let userAgent: String
    let responseLimit: Int
    let callDeadline: Duration
    /// The tenant's credentials: whatever an answer repeats of them is not shown.
    let secrets: [Secret]
    let metrics: CXoneMetrics
    let logger: Logger

    func send(_ call: OutgoingCall, deadline: Deadline) async -> Result<Answer, ExchangeFault> {
        let started = ContinuousClock.now
        let result = await exchange(call, deadline: deadline)
        let span = ContinuousClock.now - started
        let verdict = CallResult(of: result, deadline: deadline)
        metrics.calls.increment(call.call, verdict)
        metrics.latency.record(call.call, duration: span)
        logger.debug(
            "CXone call ended",
            metadata: .fields([
                .cxoneCall: "\(call.call.label)", .outcome: "\(verdict.label)", .durationMs: "\(span.milliseconds)",
            ])
        )
        return result
    }

    private func exchange(_ call: OutgoingCall, deadline: Deadline) async -> Result<Answer, ExchangeFault> {
        let departure = Departure()
        var request = HTTPClientRequest(url: call.url)
        request.method = call.method
        request.headers = call.headers
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Encoding", value: "identity")
        request.headers.add(name: "User-Agent", value: userAgent)
        if let body = call.body {
            request.body = .stream(
                DepartingBody(bytes: ByteBuffer(bytes: body), departure: departure),
                length: .known(Int64(body.count))
            )
        }
        do {
            // The deadline around this call is the one that counts; the library's only must not come first.
            let response = try await http.execute(request, timeout: TimeAmount(callDeadline) + .seconds(1))
            let body = await read(response.body, deadline: deadline)
            let status = Int(response.status.code)
            return .success(Answer(status: status, headers: response.headers, body: body, secrets: secrets + Self.secrets(of: call)))
        } catch {
            let hasLeft = !ConnectionWords.meansNoConnection(error) && (call.body == nil || departure.hasLeft)
            if deadline.isExpired {
                return .failure(ExchangeFault(kind: .timedOut, hasLeft: hasLeft, detail: "no answer within \(callDeadline)"))
            }
            if Task.isCancelled {
                return .failure(ExchangeFault(kind: .cancelled, hasLeft: hasLeft, detail: "the call was given up"))
            }
            return .failure(ExchangeFault(kind: .disconnected, hasLeft: hasLeft, detail: ConnectionWords.describe(error)))
        }
    }

    private func read(_ body: HTTPClientResponse.Body, deadline: Deadline) async -> Answer.Body {
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= responseLimit else { return .oversized(limit: responseLimit) }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch {
            if deadline.isExpired { return .cut(detail: "not whole within \(callDeadline)") }
            return .cut(detail: ConnectionWords.describe(error), isGivenUp: Task.isCancelled)
        }
        // A cancelled read can end like a finished one.
        if deadline.isExpired { return .cut(detail: "not whole within \(callDeadline)") }
        if Task.isCancelled { return .cut(detail: "the call was given up", isGivenUp: true) }
        return .whole(bytes)
    }

    /// The token or the encoded credentials that a call carries.
    private static func secrets(of call: OutgoingCall) -> [Secret] {
        call.headers["Authorization"].compactMap { $0.split(separator: " ").last.map { Secret(String($0)) } }
    }
}

extension CallResult {
    fileprivate init(of result: Result<Answer, ExchangeFault>, deadline: Deadline) {
        self =
            switch result {
            case .success(let answer):
                switch answer.body {
                case .whole: CallResult(status: answer.status)
                case .oversized: .oversized
                case .cut: deadline.isExpired ? .timedOut : Task.isCancelled ? .cancelled : .disconnected
                }
            case .failure(let fault):
                switch fault.kind {
                case .disconnected: .disconnected
                case .timedOut: .timedOut
                case .cancelled: .cancelled
                }
            }
    }
}
