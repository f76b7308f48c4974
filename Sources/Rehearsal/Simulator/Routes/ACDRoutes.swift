import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// The calls of the dialect `acd`.
extension PublicRoutes {
    func serveACD(_ arrived: Arrived) async throws(Refusal) -> (reply: SimulatedReply, effect: StateEffect) {
        await wait()
        switch arrived.call {
        case .discovery: return (try discovery(arrived), .none)
        case .acdToken: return (try acdToken(arrived), .none)
        case .setState, .logout: return try write(arrived)
        case .agentStates, .agentState: return (try states(arrived), .none)
        case .stateHistory: return (try stateHistory(arrived), .none)
        case .unavailableCodes, .teams, .agents, .agent: return (try catalog(arrived), .none)
        case .scheduleExport: return (try scheduleExport(arrived), .none)
        default: throw Refusal(404, "There is nothing at this path.")
        }
    }

    /// `POST /agents/{agentId}/state` and `…/logout`: acknowledged with an empty body.
    private func write(_ arrived: Arrived) throws(Refusal) -> (reply: SimulatedReply, effect: StateEffect) {
        let parameters = try arrived.parameters()
        let now = clock.now()
        let id = arrived.id ?? ""
        let onlySays = arrived.twist.acknowledgesOnly
        let effect = try tenant.ask { tenant throws(Refusal) in
            if arrived.call == .logout {
                return try tenant.logOut(id, authorization: arrived.authorization, acknowledgesOnly: onlySays, now: now)
            }
            return try tenant.setState(of: id, parameters, authorization: arrived.authorization, acknowledgesOnly: onlySays, now: now)
        }
        return (SimulatedReply(status: HTTPResponse.Status(code: configuration.stateAnswer)), effect)
    }

    /// `GET /agents/states` and `GET /agents/{agentId}/states`; 204 where nothing changed.
    private func states(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let parameters = try arrived.parameters()
        let lens = lens(arrived)
        let value = try tenant.ask { tenant throws(Refusal) in
            if let id = arrived.id {
                return try tenant.state(of: id, parameters, authorization: arrived.authorization, through: lens)
            }
            return try tenant.states(parameters, authorization: arrived.authorization, through: lens)
        }
        return value.map { .json($0) } ?? SimulatedReply(status: .noContent)
    }

    /// `GET /agents/{agentId}/state-history`.
    private func stateHistory(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let parameters = try arrived.parameters()
        let lens = lens(arrived)
        let (agent, team, startedAt) = try tenant.ask { tenant throws(Refusal) in
            try tenant.checkKey(arrived.authorization, .readHistory, now: lens.now)
            let agent = tenant.agents[try tenant.knownPlace(ofACDID: arrived.id ?? "", now: lens.now)]
            return (agent, tenant.team(of: agent), tenant.startedAt)
        }
        let from = try TimeParameter.require(parameters, "startDate")
        let until = try TimeParameter.require(parameters, "endDate")
        guard from <= until else { throw Refusal(400, "endDate is before startDate.") }
        let span = try PageSpan(parameters, most: configuration.pageSize)
        let page = StateHistoryPage(
            of: agent.history(seed: configuration.seed, startedAt: startedAt).map { $0.shifted(by: lens.skew) },
            in: team,
            from: from,
            until: until,
            span: span,
            halved: arrived.twist.halvesPages,
            now: lens.serverTime
        )
        let window = "startDate=\(RFC3339.format(from, fractionDigits: 6))&endDate=\(RFC3339.format(until, fractionDigits: 6))"
        let link = { (skip: Int) in "\(arrived.origin)\(arrived.path)?\(window)&skip=\(skip)&top=\(span.top)" }
        var links = JSONObject(["self": .string(link(span.skip))])
        if let next = arrived.twist.repeatsTokens ? span.skip : page.next { links["next"] = .string(link(next)) }
        return .json([
            "businessUnitId": .int(SimulatedTenant.businessUnit), "lastPollTime": .string(RFC3339.format(lens.serverTime)),
            "totalRecords": .int(page.total), "_links": .object(links),
            "agentStateHistory": .array(page.records.map { $0.json(agentID: agent.profile.acdID, team: team) }),
        ])
    }

    /// `POST /schedules/export`.
    private func scheduleExport(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let now = clock.now()
        return .json(
            try tenant.ask { tenant throws(Refusal) in
                try tenant.schedule(ScheduleQuery(parsing: arrived.body.readableBytesView), authorization: arrived.authorization, now: now)
            }
        )
    }

    private func catalog(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let parameters = try arrived.parameters()
        let lens = lens(arrived)
        let id = arrived.id ?? ""
        return .json(
            try tenant.ask { tenant throws(Refusal) in
                switch arrived.call {
                case .unavailableCodes:
                    try tenant.unavailableCodes(of: id, parameters, authorization: arrived.authorization, now: lens.now)
                case .teams: try tenant.teamList(authorization: arrived.authorization, through: lens)
                case .agent: try tenant.agentDetails(id, authorization: arrived.authorization, through: lens)
                default:
                    try tenant.agentList(
                        parameters,
                        authorization: arrived.authorization,
                        link: { "\(arrived.origin)\(arrived.path)?skip=\($0)&top=\($1)" },
                        through: lens
                    )
                }
            }
        )
    }
}
