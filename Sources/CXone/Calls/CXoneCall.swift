import Telemetry

/// The calls of both dialects, as metrics and messages name them. What both have has one name.
package enum CXoneCall: String, Sendable, Hashable, CaseIterable, MetricLabel {
    case token
    case user
    case status
    case putStatus = "put_status"
    case history
    /// In `acd`: where the tenant's interfaces are.
    case discovery
    /// In `acd`: the states of the whole business unit.
    case states
    /// In `acd`: a team's unavailable codes.
    case codes
    /// In `acd`: what CXone's WFM has scheduled an agent for.
    case schedule
    /// In `acd`: ending an agent's session.
    case logout
    /// Whether there is anybody at an address at all.
    case probe

    /// For messages.
    var words: String {
        switch self {
        case .token: "a request for a token"
        case .user: "reading a user"
        case .status: "reading a status"
        case .putStatus: "setting a status"
        case .history: "reading the state history"
        case .discovery: "asking where the tenant's interfaces are"
        case .states: "reading all agents' states"
        case .codes: "reading a team's unavailable codes"
        case .schedule: "reading an agent's schedule"
        case .logout: "logging an agent out"
        case .probe: "looking at an address"
        }
    }

    /// Calls of one lane wait for one another's limits; those of other lanes do not, so that polling never starves a change.
    var lane: CallLane {
        switch self {
        case .token, .discovery, .probe: .token
        case .user, .status, .states, .codes, .schedule: .reads
        case .putStatus, .logout: .writes
        case .history: .history
        }
    }
}

/// What the outcome of a call says of whether the tenant's interface answers.
enum Witness: Sendable {
    /// It is a call to the interface.
    case full
    /// It is made to somebody else without whom no call can be made: his faults count, and his answers do not.
    case faultsOnly
    /// Whatever becomes of it says nothing.
    case none
}

extension CXoneCall {
    var witness: Witness {
        switch self {
        case .user, .status, .putStatus, .history, .states, .codes, .logout: .full
        case .token, .discovery: .faultsOnly
        // CXone's WFM can be away while the ACD is not.
        case .schedule, .probe: .none
        }
    }
}

/// Calls that share a limit.
package enum CallLane: String, Sendable, Hashable, CaseIterable, MetricLabel {
    case token, reads, writes, history
}
