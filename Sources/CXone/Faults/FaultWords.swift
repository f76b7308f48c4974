import Notation
import Reconciliation

extension CXoneFault: CustomStringConvertible {
    /// What is wrong, where, and what to do, for people.
    package var description: String {
        switch self {
        case .unavailable(let detail, _):
            "CXone cannot be used at the moment: \(detail)"
        case .throttled(let until, let call):
            "CXone asks for fewer calls (429 or Retry-After): no \(call.words) before \(RFC3339.format(until.microseconds))"
        case .forbidden(let right, let call):
            forbiddenWords(right: right.right, grantedUnder: right.grantedUnder, call: call)
        case .notFound(let call):
            switch call {
            case .token: "CXone has no token endpoint at this address (404): check the tenant's addresses (CXONE_TENANT, CXONE_BASE_URL)"
            case .user, .status, .putStatus, .history, .logout: "CXone does not know this user (404 to \(call.words))"
            case .discovery: "There is no description of the tenant at this address (404): check discoveryUrl and discoveryTenantId"
            case .schedule: "CXone has no schedule of this user, or nothing at this address (404): check schedulesUrl and schedulesPath"
            case .states, .codes, .probe: "CXone has nothing at this address (404 to \(call.words))"
            }
        case .badRequest(let status, let message, let call):
            switch status {
            case 300..<400:
                "CXone redirects \(call.words) elsewhere (\(status)), which is not followed: check CXONE_TENANT and CXONE_BASE_URL"
            default: "CXone does not accept \(call.words) (\(status)): \(message)"
            }
        case .unauthorized(let detail):
            "CXone refuses the credentials: \(detail)"
        case .unreadable(let detail, let call):
            "CXone's answer to \(call.words) cannot be read: \(detail)"
        case .historyIncomplete(let detail):
            "The state history could not be read whole: \(detail)"
        case .cancelled:
            "The call was given up before CXone answered"
        }
    }

    private func forbiddenWords(right: String, grantedUnder: String, call: CXoneCall) -> String {
        switch call {
        case .token:
            "CXone grants no token with the scope “\(right)”: the client lacks one of these rights (granted under \(grantedUnder))"
        case .history:
            "CXone forbids \(call.words) (403): the client lacks the right \(right) (granted under \(grantedUnder); "
                + "names instead of user ids need admin:users:read), or the user is suspended or deleted"
        case .user, .status, .putStatus, .states, .codes, .schedule, .logout, .discovery, .probe:
            "CXone forbids \(call.words) (403): the client lacks the right \(right) (granted under \(grantedUnder)), "
                + "or the user is suspended or deleted"
        }
    }
}
