import HTTPTypes
import Telemetry

/// Why the edge answers in the server's place and ends the connection.
enum EdgeRefusal: String, Error, Sendable, CaseIterable, MetricLabel {
    case headTooLarge = "head_too_large"
    case bodyTooLarge = "body_too_large"
    case malformed = "malformed"
    case slowHead = "slow_head"
    case slowBody = "slow_body"

    func problem(_ limits: EdgeLimits) -> Problem {
        switch self {
        case .headTooLarge:
            Problem(
                status: HTTPResponse.Status.requestHeaderFieldsTooLarge.code,
                code: "head_too_large",
                detail: "the head may have at most \(limits.head) bytes in \(limits.fields) fields"
            )
        case .bodyTooLarge:
            Problem(
                status: HTTPResponse.Status.contentTooLarge.code,
                code: "too_large",
                detail: "the body may have at most \(limits.body) bytes"
            )
        case .malformed:
            Problem(
                status: HTTPResponse.Status.badRequest.code,
                code: "malformed_http",
                detail: "this is not HTTP/1.1 as RFC 9112 has it"
            )
        case .slowHead:
            Problem(
                status: HTTPResponse.Status.requestTimeout.code,
                code: "too_slow",
                detail: "the head of the request did not come in time"
            )
        case .slowBody:
            Problem(
                status: HTTPResponse.Status.requestTimeout.code,
                code: "too_slow",
                detail: "the body of the request did not come in time"
            )
        }
    }
}
