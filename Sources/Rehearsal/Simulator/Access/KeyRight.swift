/// What the user whose access key a client uses may do. There are no scopes in the dialect `acd`.
package enum KeyRight: String, Sendable, Hashable, CaseIterable {
    /// States of agents.
    case readStates = "states:read"
    case setStates = "states:write"
    case logAgentsOut = "agents:logout"
    /// Agents, teams and unavailable codes.
    case readAgents = "agents:read"
    case readHistory = "history:read"
    /// WFM > Scheduling > Schedule Manager.
    case readSchedules = "schedules:read"

    static let grantedUnder = "Security > Roles, in the role of the access key's user"
}
