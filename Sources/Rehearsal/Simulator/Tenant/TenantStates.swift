import Notation

/// The calls of the dialect `acd` about states.
extension SimulatedTenant {
    /// `POST /agents/{agentId}/state`.
    mutating func setState(
        of id: String,
        _ parameters: Parameters,
        authorization: String?,
        acknowledgesOnly: Bool,
        now: UnixMicroseconds
    ) throws(Refusal) -> StateEffect {
        try checkKey(authorization, .setStates, now: now)
        let place = try settablePlace(of: id, now: now)
        let order = try stateOrder(StateQuery(parameters), for: agents[place])
        guard configuration.setsLoggedOut || agents[place].status != .offline else {
            throw Refusal(409, "The agent is logged out.")
        }
        if acknowledgesOnly { return .none }
        return try agents[place].obey(order, onContact: configuration.onContact(in: .acd), at: now)
    }

    /// `POST /agents/{agentId}/logout`: at once, and a contact with it.
    mutating func logOut(
        _ id: String,
        authorization: String?,
        acknowledgesOnly: Bool,
        now: UnixMicroseconds
    ) throws(Refusal) -> StateEffect {
        try checkKey(authorization, .logAgentsOut, now: now)
        let place = try settablePlace(of: id, now: now)
        if acknowledgesOnly { return .none }
        agents[place].logOut(at: now)
        return .applied
    }

    private mutating func settablePlace(of id: String, now: UnixMicroseconds) throws(Refusal) -> Int {
        let place = try knownPlace(ofACDID: id, now: now)
        guard !agents[place].isSuspended else { throw Refusal(403, "The agent is not active.") }
        return place
    }

    private func stateOrder(_ query: StateQuery, for agent: SimulatedAgent) throws(Refusal) -> StateOrder {
        switch query {
        case .available: return StateOrder(.available)
        case .unavailable(nil): return StateOrder(.state(.notReady))
        case .unavailable(let number?):
            let team = team(of: agent)
            guard let code = team.code(number) else {
                throw Refusal(400, "outStateId \(number) is not a code of the agent's team \(team.name).")
            }
            guard code.isActive else { throw Refusal(400, "outStateId \(number) is not active.") }
            guard !code.isAfterCall || agent.contact != nil || agent.wrapUp != nil else {
                throw Refusal(409, "outStateId \(number) is for the work after a contact, and there is none.")
            }
            return StateOrder(code, pauseReasons: configuration.pauseReasons)
        }
    }

    /// `GET /agents/states`: everybody, or those who changed since; nil: nobody did.
    mutating func states(_ parameters: Parameters, authorization: String?, through lens: Lens) throws(Refusal) -> JSONValue? {
        try checkKey(authorization, .readStates, now: lens.now)
        let since = try TimeParameter.read(parameters, "updatedSince")
        catchUp(lens.now)
        for place in agents.indices { agents[place].settle(lens.now) }
        // A change at the very time of the read before may have come after it: told again rather than never.
        let changed = agents.filter { agent in
            !agent.isDeleted && (since.map { lens.moment(of: agent).updatedAt + lens.skew >= $0 } ?? true)
        }
        guard since == nil || !changed.isEmpty else { return nil }
        return [
            "businessUnitId": .int(Self.businessUnit), "lastPollTime": .string(RFC3339.format(lens.serverTime)),
            "totalRecords": .int(changed.count),
            "agentStates": .array(changed.map { $0.stateJSON(in: team(of: $0), through: lens) }),
        ]
    }

    /// `GET /agents/{agentId}/states`; nil: nothing changed since.
    mutating func state(
        of id: String,
        _ parameters: Parameters,
        authorization: String?,
        through lens: Lens
    ) throws(Refusal) -> JSONValue? {
        try checkKey(authorization, .readStates, now: lens.now)
        let agent = agents[try knownPlace(ofACDID: id, now: lens.now)]
        let since = try TimeParameter.read(parameters, "updatedSince")
        if let since, lens.moment(of: agent).updatedAt + lens.skew < since { return nil }
        return [
            "lastPollTime": .string(RFC3339.format(lens.serverTime)),
            "agentStates": [agent.stateJSON(in: team(of: agent), through: lens)],
        ]
    }
}

extension SimulatedAgent {
    /// One item of `agentStates`.
    fileprivate func stateJSON(in team: Team, through lens: Lens) -> JSONValue {
        let moment = lens.moment(of: self)
        let state = ACDState(HistoryMark(moment), in: team)
        return [
            "agentId": .int(profile.acdID), "agentStateId": .int(state.id), "agentStateName": .string(state.name),
            "businessUnitId": .int(SimulatedTenant.businessUnit), "contactId": state.contactID.map { .int($0) } ?? .null,
            "openContacts": .int(state.contactID == nil ? 0 : 1), "isACW": .bool(state.isAfterCall), "isActive": .bool(!isSuspended),
            "isOutbound": .bool(moment.isOutbound), "firstName": .string(profile.givenName), "lastName": .string(profile.familyName),
            "userName": .string(profile.userName), "teamId": .int(team.id), "teamName": .string(team.name),
            "outStateId": state.code.map { .int($0.id) } ?? .null, "outStateDescription": .string(orNull: state.code?.name),
            "startDate": .string(lens.text(moment.since)), "lastUpdateTime": .string(lens.text(moment.updatedAt)),
        ]
    }
}
