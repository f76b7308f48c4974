import Notation

extension SimulatedTenant {
    /// All agents as they are now, each with the team it is in.
    mutating func overview(now: UnixMicroseconds) -> [JSONValue] {
        catchUp(now)
        for place in agents.indices { agents[place].settle(now) }
        return agents.map { $0.controlJSON(in: team(of: $0)) }
    }

    /// One agent as it is now; either dialect's id names it.
    mutating func overview(of id: String, now: UnixMicroseconds) throws(Refusal) -> JSONValue {
        catchUp(now)
        let place = try controlPlace(of: id)
        agents[place].settle(now)
        return agents[place].controlJSON(in: team(of: agents[place]))
    }

    private func controlPlace(of id: String) throws(Refusal) -> Int {
        if let place = place(ofACDID: id) { return place }
        return try place(of: id)
    }

    /// Changes an agent by control. Nothing is refused here that a person, a contact or the platform could do.
    mutating func carryOut(_ order: ControlOrder, on id: String, now: UnixMicroseconds) throws(Refusal) -> JSONValue {
        catchUp(now)
        let place = try controlPlace(of: id)
        // Everything that can be refused, before anything is touched.
        let chosen = try team(for: order, of: agents[place])
        let code = try Self.code(for: order, in: chosen)
        agents[place].settle(now)
        agents[place].teamID = chosen.id
        if let isSuspended = order.isSuspended { agents[place].isSuspended = isSuspended }
        if let isDeleted = order.isDeleted { agents[place].isDeleted = isDeleted }
        if let roles = order.roles { agents[place].roles = roles }
        if let shift = order.shift { agents[place].shift = shift }
        if let code {
            choose(code, for: place, order, now: now)
        } else if let status = order.status, order.beginsContact {
            agents[place].beginContact(
                status,
                isOutbound: order.isOutbound,
                endsAt: order.contactSeconds.map { now + Int64($0 * 1_000_000) },
                wrapUpSeconds: order.wrapUpSeconds ?? 0,
                movedBy: order.mover,
                at: now
            )
        } else if let seconds = order.wrapUpSeconds, seconds > 0 {
            agents[place].leadToWrapUp(at: now)
            agents[place].beginWrapUp(until: now + Int64(seconds * 1_000_000), next: order.statusAfterWrapUp, at: now)
        } else if let status = order.status {
            move(place, to: status, order, now: now)
        } else if order.wrapUpSeconds != nil {
            agents[place].endWrapUp(at: now)
        } else if let reason = order.pauseReason {
            agents[place].enter(agents[place].status, pauseReason: reason, movedBy: order.mover, at: now)
        }
        if let seconds = order.timeoutSeconds { agents[place].timesOutAt = now + Int64(seconds * 1_000_000) }
        return agents[place].controlJSON(in: team(of: agents[place]))
    }

    /// A contact that ends gives way to what was asked for meanwhile; anybody else's move does not.
    private mutating func move(_ place: Int, to status: SimulatedStatus, _ order: ControlOrder, now: UnixMicroseconds) {
        if order.mover == .contact, agents[place].contact != nil, let waiting = agents[place].queued {
            agents[place].carryOut(waiting, at: now)
        } else {
            agents[place].enter(status, pauseReason: order.pauseReason, movedBy: order.mover, at: now)
        }
    }

    private func team(for order: ControlOrder, of agent: SimulatedAgent) throws(Refusal) -> Team {
        guard let id = order.teamID else { return team(of: agent) }
        guard let team = teams.first(where: { $0.id == id }) else { throw Refusal(400, "/teamId: there is no such team.") }
        return team
    }

    private static func code(for order: ControlOrder, in team: Team) throws(Refusal) -> UnavailableCode? {
        guard let number = order.outStateID else { return nil }
        guard let code = team.code(number) else { throw Refusal(400, "/outStateId: the agent's team has no such code.") }
        return code
    }

    private mutating func choose(_ code: UnavailableCode, for place: Int, _ order: ControlOrder, now: UnixMicroseconds) {
        let (status, reason) = code.meaning(pauseReasons: configuration.pauseReasons)
        agents[place].enter(status, pauseReason: reason, movedBy: order.mover, at: now) { $0.outStateID = code.id }
        agents[place].timesOutAt = now + Int64(code.timeoutMinutes) * 60_000_000
    }
}

extension SimulatedAgent {
    /// As `GET /simulator/agents` lists it: what both dialects show, and what neither does.
    func controlJSON(in team: Team) -> JSONValue {
        let acd = ACDState(HistoryMark(moment), in: team)
        return [
            "id": .string(id), "agentId": .int(profile.acdID), "name": .string(profile.name), "index": .int(profile.index),
            "trait": .string(profile.trait.rawValue), "teamId": .int(team.id), "team": .string(team.name),
            "status": .string(status.text), "stateId": .int(status.stateID.rawValue),
            "state": .string(status.stateID.label), "pauseReason": .string(orNull: pauseReason),
            "wrapUpCode": .string(orNull: wrapUpCode), "since": .string(RFC3339.format(since)),
            "by": .string(movedBy.rawValue), "roles": rolesJSON, "suspended": .bool(isSuspended), "deleted": .bool(isDeleted),
            "shiftSchedule": shiftJSON, "wrapUpUntil": wrapUp.map { .string(RFC3339.format($0.until)) } ?? .null,
            "agentStateId": .int(acd.id), "agentStateName": .string(acd.name),
            "outStateId": acd.code.map { .int($0.id) } ?? .null, "outStateName": .string(orNull: acd.code?.name),
            "isACW": .bool(acd.isAfterCall), "contactId": acd.contactID.map { .int($0) } ?? .null,
            "contactUntil": contact?.endsAt.map { .string(RFC3339.format($0)) } ?? .null,
            "timesOutAt": timesOutAt.map { .string(RFC3339.format($0)) } ?? .null,
            "queued": .string(orNull: queued?.status.text), "contactsDropped": .int(contactsDropped),
        ]
    }
}
