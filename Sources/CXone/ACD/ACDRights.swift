package import Reconciliation

/// The rights that the dialect `acd` needs: those of the role of the user whose access key it is.
extension MissingRight {
    private static let place = "Admin > Security Settings > Roles & Permissions, in the role of the access key's user"

    package static let accessKey = MissingRight(right: "an access key", grantedUnder: "Admin > Access Keys")
    package static let viewAgents = MissingRight(right: "users: view", grantedUnder: place)
    package static let viewAgentStates = MissingRight(right: "agent states: view (real-time data)", grantedUnder: place)
    package static let changeAgentState = MissingRight(right: "agent state: change", grantedUnder: place)
    package static let viewUnavailableCodes = MissingRight(right: "unavailable codes: view", grantedUnder: place)
    package static let viewStateHistory = MissingRight(right: "agent state history: view (reporting)", grantedUnder: place)

    /// NICE's help, “Export Agent Schedules API”: View or Manage, and a view that holds the agent's scheduling unit.
    package static let viewSchedules = MissingRight(
        right: "WFM > Scheduling > Schedule Manager: View, with a view that holds the agents",
        grantedUnder: place
    )

    /// The right whose absence a 403 can mean.
    static func acd(_ call: CXoneCall) -> MissingRight {
        switch call {
        case .token, .discovery, .probe: .accessKey
        case .user: .viewAgents
        case .status, .states: .viewAgentStates
        case .putStatus, .logout: .changeAgentState
        case .codes: .viewUnavailableCodes
        case .schedule: .viewSchedules
        case .history: .viewStateHistory
        }
    }
}
