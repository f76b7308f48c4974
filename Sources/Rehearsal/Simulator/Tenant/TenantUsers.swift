import Notation

extension SimulatedTenant {
    /// `GET /api/v2/users/{id}`. The name is there only for tokens that may see names.
    mutating func user(_ id: String, authorization: String?, now: UnixMicroseconds) throws(Refusal) -> JSONValue {
        let scopes = try tokens.check(authorization, anyOf: [.statusRead, .userRead], now: now)
        let agent = agents[try activePlace(of: id, now: now)]
        var user = JSONObject(["id": .string(agent.id), "userId": .string(agent.id)])
        if scopes.contains(.adminUsersRead) { user["name"] = .string(agent.profile.name) }
        user["roles"] = agent.rolesJSON
        if agent.shift != .absent { user["shiftSchedule"] = agent.shiftJSON }
        return .object(user)
    }
}

extension SimulatedAgent {
    var rolesJSON: JSONValue {
        roles.map { .array($0.map { ["name": .string($0)] }) } ?? .null
    }

    var shiftJSON: JSONValue {
        switch shift {
        case .absent, .null: .null
        case .hours(let start, let end): ["start": .int(start), "end": .int(end)]
        }
    }
}
