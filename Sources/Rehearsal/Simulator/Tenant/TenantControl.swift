import Notation

extension SimulatedTenant {
    /// All agents as they are now.
    mutating func overview(now: UnixMicroseconds) -> [SimulatedAgent] {
        for place in agents.indices { agents[place].settle(now) }
        return agents
    }

    /// One agent as it is now.
    mutating func overview(of id: String, now: UnixMicroseconds) throws(Refusal) -> SimulatedAgent {
        let place = try place(of: id)
        agents[place].settle(now)
        return agents[place]
    }

    /// Changes an agent by control. Nothing is refused here that a person, a contact or the platform could do.
    mutating func carryOut(_ order: ControlOrder, on id: String, now: UnixMicroseconds) throws(Refusal) -> SimulatedAgent {
        let place = try place(of: id)
        agents[place].settle(now)
        if let isSuspended = order.isSuspended { agents[place].isSuspended = isSuspended }
        if let isDeleted = order.isDeleted { agents[place].isDeleted = isDeleted }
        if let roles = order.roles { agents[place].roles = roles }
        if let shift = order.shift { agents[place].shift = shift }
        if let seconds = order.wrapUpSeconds, seconds > 0 {
            agents[place].beginWrapUp(until: now + Int64(seconds * 1_000_000), next: order.statusAfterWrapUp, at: now)
        } else if let status = order.status {
            agents[place].enter(status, pauseReason: order.pauseReason, movedBy: order.mover, at: now)
        } else if order.wrapUpSeconds != nil {
            agents[place].endWrapUp(at: now)
        } else if let reason = order.pauseReason {
            agents[place].enter(agents[place].status, pauseReason: reason, movedBy: order.mover, at: now)
        }
        return agents[place]
    }
}

extension SimulatedAgent {
    /// As `GET /simulator/agents` lists it.
    var controlJSON: JSONValue {
        [
            "id": .string(id), "name": .string(profile.name), "index": .int(profile.index),
            "trait": .string(profile.trait.rawValue),
            "status": .string(status.text), "stateId": .int(status.stateID.rawValue),
            "state": .string(status.stateID.label), "pauseReason": .string(orNull: pauseReason),
            "wrapUpCode": .string(orNull: wrapUpCode), "since": .string(RFC3339.format(since)),
            "by": .string(movedBy.rawValue), "roles": rolesJSON, "suspended": .bool(isSuspended), "deleted": .bool(isDeleted),
            "shiftSchedule": shiftJSON, "wrapUpUntil": wrapUp.map { .string(RFC3339.format($0.until)) } ?? .null,
        ]
    }
}
