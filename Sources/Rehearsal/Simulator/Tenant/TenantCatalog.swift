import Notation

/// The calls of the dialect `acd` about what rarely changes: agents, teams, codes.
extension SimulatedTenant {
    static let businessUnit = 4_500_001
    /// As many as one page of agents holds at most.
    private static let most = 10_000

    /// `GET /agents`.
    func agentList(
        _ parameters: Parameters,
        authorization: String?,
        link: (Int, Int) -> String,
        through lens: Lens
    ) throws(Refusal) -> JSONValue {
        try checkKey(authorization, .readAgents, now: lens.now)
        let span = try PageSpan(parameters, most: Self.most)
        let known = agents.filter { agent in
            !agent.isDeleted && (parameters["isActive"].map { ($0.lowercased() == "true") == !agent.isSuspended } ?? true)
        }
        let page = known.dropFirst(span.skip).prefix(span.top)
        var links = JSONObject(["self": .string(link(span.skip, span.top))])
        if span.skip < known.count - page.count { links["next"] = .string(link(span.skip + page.count, span.top)) }
        return [
            "businessUnitId": .int(Self.businessUnit), "lastPollTime": .string(RFC3339.format(lens.serverTime)),
            "totalRecords": .int(known.count), "_links": .object(links),
            "agents": .array(page.map { $0.catalogJSON(in: team(of: $0), through: lens) }),
        ]
    }

    /// `GET /agents/{agentId}`: a list of one.
    mutating func agentDetails(_ id: String, authorization: String?, through lens: Lens) throws(Refusal) -> JSONValue {
        try checkKey(authorization, .readAgents, now: lens.now)
        let agent = agents[try knownPlace(ofACDID: id, now: lens.now)]
        return ["agents": [agent.catalogJSON(in: team(of: agent), through: lens)]]
    }

    /// `GET /teams`.
    func teamList(authorization: String?, through lens: Lens) throws(Refusal) -> JSONValue {
        try checkKey(authorization, .readAgents, now: lens.now)
        let items = teams.map { team -> JSONValue in
            let count = agents.count { $0.teamID == team.id && !$0.isDeleted }
            return [
                "teamId": .int(team.id), "teamName": .string(team.name), "isActive": true, "agentCount": .int(count),
                "lastUpdateTime": .string(lens.text(startedAt)),
            ]
        }
        return [
            "businessUnitId": .int(Self.businessUnit), "lastPollTime": .string(RFC3339.format(lens.serverTime)),
            "totalRecords": .int(items.count), "teams": .array(items),
        ]
    }

    /// `GET /teams/{teamId}/unavailable-codes`.
    func unavailableCodes(
        of id: String,
        _ parameters: Parameters,
        authorization: String?,
        now: UnixMicroseconds
    ) throws(Refusal) -> JSONValue {
        try checkKey(authorization, .readAgents, now: now)
        guard let team = teams.first(where: { String($0.id) == id }) else { throw Refusal(404, "There is no team of this id.") }
        let activeOnly = parameters["activeOnly"]?.lowercased() == "true"
        let codes = team.codes.filter { $0.isActive || !activeOnly }
        return [
            "teamId": .int(team.id), "teamName": .string(team.name),
            "unavailableCodes": .array(codes.map { $0.json(team.spelling) }),
        ]
    }
}

extension UnavailableCode {
    fileprivate func json(_ spelling: Team.Spelling) -> JSONValue {
        let (idName, nameName) = spelling == .lower ? ("outstateId", "outstateName") : ("outStateId", "outStateName")
        return .object(
            JSONObject([
                idName: .int(id), nameName: .string(name), "isActive": .bool(isActive), "isAcw": .bool(isAfterCall),
                "agentTimeoutMins": .int(timeoutMinutes),
            ])
        )
    }
}

extension SimulatedAgent {
    /// One item of `agents`. The ids of the other dialect stand in `userID` and `internalId`.
    fileprivate func catalogJSON(in team: Team, through lens: Lens) -> JSONValue {
        [
            "agentId": .int(profile.acdID), "userName": .string(profile.userName), "firstName": .string(profile.givenName),
            "lastName": .string(profile.familyName), "userID": .string(id), "internalId": .string(id),
            "emailAddress": .string(profile.userName), "isActive": .bool(!isSuspended), "teamId": .int(team.id),
            "teamName": .string(team.name), "profileName": .string(orNull: roles?.first),
            "isSupervisor": .bool(roles?.contains("Supervisor") == true), "timeZone": "UTC", "lastUpdated": .string(lens.text(since)),
        ]
    }
}
