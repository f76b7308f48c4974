/// One of the two interfaces that the simulator speaks at once, about the same agents.
package enum SimulatedDialect: String, Sendable, Hashable, CaseIterable {
    case platform
    case acd
}

/// The calls of both dialects, as faults and the call log name them.
package enum SimulatedCall: String, Sendable, Hashable, CaseIterable {
    case token
    case user
    case status
    case putStatus = "put_status"
    case history

    case discovery
    /// Both forms.
    case acdToken = "acd_token"
    case setState = "set_state"
    /// The whole business unit.
    case agentStates = "agent_states"
    /// One agent.
    case agentState = "agent_state"
    case stateHistory = "state_history"
    case unavailableCodes = "unavailable_codes"
    case teams
    case agents
    case agent
    case logout
    /// The schedule of one agent, from CXone's WFM.
    case scheduleExport = "schedule_export"

    package var dialect: SimulatedDialect {
        switch self {
        case .token, .user, .status, .putStatus, .history: .platform
        case .discovery, .acdToken, .setState, .agentStates, .agentState, .stateHistory: .acd
        case .unavailableCodes, .teams, .agents, .agent, .logout, .scheduleExport: .acd
        }
    }

    package var isToken: Bool { self == .token || self == .acdToken }
    /// Changes what an agent does.
    package var isWrite: Bool { self == .putStatus || self == .setState || self == .logout }
    /// Shows what agents do now.
    package var isLiveRead: Bool { self == .status || self == .agentStates || self == .agentState }
    package var isHistory: Bool { self == .history || self == .stateHistory }
}
