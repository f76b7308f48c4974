package import Reconciliation
import Telemetry

/// Why a call to CXone brought no answer that can be used.
package enum CXoneFault: Error, Sendable, Hashable {
    /// No connection, no answer in time, or an HTTP status that says so (408, 5xx).
    case unavailable(detail: String, status: Int?)
    /// A 429, or a wait that CXone asked for is still running.
    case throttled(until: Instant, call: CXoneCall)
    /// 403: a right is missing, or the user is suspended or deleted.
    case forbidden(MissingRight, call: CXoneCall)
    /// 404: for calls about a user, that CXone does not know the user.
    case notFound(call: CXoneCall)
    /// Another 3xx or 4xx: CXone does not accept the call as it is made.
    case badRequest(status: Int, message: String, call: CXoneCall)
    /// The credentials, or a token fresh from the endpoint, were refused.
    case unauthorized(detail: String)
    /// An answer that makes no sense, or is too large.
    case unreadable(detail: String, call: CXoneCall)
    /// A history of which not everything could be read or understood: never a shorter list.
    case historyIncomplete(detail: String)
    /// The caller gave up.
    case cancelled

    package var label: String {
        switch self {
        case .unavailable: "unavailable"
        case .throttled: "throttled"
        case .forbidden: "forbidden"
        case .notFound: "not_found"
        case .badRequest: "bad_request"
        case .unauthorized: "unauthorized"
        case .unreadable: "unreadable"
        case .historyIncomplete: "history_incomplete"
        case .cancelled: "cancelled"
        }
    }

    /// The fault as decisions see it.
    package var reading: ReadFault {
        switch self {
        case .throttled(let until, _): .throttled(until: until)
        case .forbidden(let right, _): .forbidden(right)
        case .notFound: .notFound
        case .unavailable, .badRequest, .unauthorized, .unreadable, .historyIncomplete, .cancelled:
            .unavailable(detail: description)
        }
    }
}

extension CXoneFault: MetricLabel {}
