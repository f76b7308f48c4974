import Notation
import Reconciliation

/// An agent of the directory, `GET /agents/{agentId}`: an object, or a list of one under `agents`.
struct ACDAgentBody: Sendable, Equatable {
    let agentID: String
    /// By what the rest of CXone knows the agent, its WFM included.
    let userID: String?
    let teamID: String?
    let isActive: Bool?
    let isSupervisor: Bool
    /// The name of the security profile.
    let profile: String?

    init(_ answer: Answer, agentID: String) throws(CXoneFault) {
        guard let body = try ACDFields.body(of: answer, call: .user) else { throw .notFound(call: .user) }
        let outer = ACDFields(body)
        let item = outer?.list("agents").map { $0.first ?? .null } ?? outer?.value("agent") ?? body
        guard let fields = ACDFields(item), let id = fields.text("agentId") else {
            if outer?.list("agents")?.isEmpty == true { throw .notFound(call: .user) }
            throw .unreadable(detail: "it has no agentId", call: .user)
        }
        // An answer about somebody else (a mixed-up cache in between) must not move this agent.
        guard id == agentID else { throw .unreadable(detail: "it is about another agent", call: .user) }
        self.agentID = id
        userID = fields.text("userId")
        teamID = fields.text("teamId")
        isActive = fields.truth("isActive")
        isSupervisor = fields.truth("isSupervisor") ?? false
        profile = fields.text("profileName")
    }

    /// The roles as rule 4 knows them.
    ///
    /// The interface has no roles of that form: whoever is active in its directory is an Agent. Somebody inactive has no
    /// role that any policy asks for.
    var user: User {
        guard isActive != false else { return User(roles: ["(not active in CXone)"]) }
        var user = User(roles: ["Agent"] + (isSupervisor ? ["Supervisor"] : []) + (profile.map { [$0] } ?? []))
        user.roleCheckMissing =
            isActive == true
            ? "the ACD interface has no roles: the agent is active in its directory"
            : "the ACD interface has no roles, and its directory does not say whether the agent is active"
        return user
    }

    /// An agent whom the directory does not show and who has a state.
    static let seenOnly: User = {
        var user = User(roles: ["Agent"])
        user.roleCheckMissing = "the ACD interface has no roles: the agent has a state, and the directory does not show it"
        return user
    }()
}
