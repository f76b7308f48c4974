import Telemetry

/// The calls of the dialect `platform`, as metrics and messages name them.
package enum CXoneCall: String, Sendable, Hashable, CaseIterable, MetricLabel {
    case token
    case user
    case status
    case putStatus = "put_status"
    case history

    /// For messages.
    var words: String {
        switch self {
        case .token: "a request for a token"
        case .user: "reading a user"
        case .status: "reading a status"
        case .putStatus: "setting a status"
        case .history: "reading the state history"
        }
    }

    /// Calls of one lane wait for one another's limits; those of other lanes do not, so that polling never starves a change.
    var lane: CallLane {
        switch self {
        case .token: .token
        case .user, .status: .reads
        case .putStatus: .writes
        case .history: .history
        }
    }
}

/// Calls that share a limit.
enum CallLane: String, Sendable, Hashable, CaseIterable {
    case token, reads, writes, history
}
