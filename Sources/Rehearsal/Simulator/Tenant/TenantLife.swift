import Notation

extension SimulatedTenant {
    /// Lets happen what has happened by itself since somebody last looked.
    mutating func catchUp(_ now: UnixMicroseconds) {
        for happening in chaos?.happenings(until: now) ?? [] { carryOut(happening) }
    }

    private mutating func carryOut(_ happening: Happening) {
        let place = happening.agent
        let now = happening.at
        agents[place].settle(now)
        guard !agents[place].isSuspended, !agents[place].isDeleted, agents[place].contact == nil else { return }
        var random = SimulationRandom(seed: happening.draw)
        switch happening.kind {
        case .contact:
            guard agents[place].status.stateID == .ready else { return }
            agents[place].beginContact(
                .named(.busy),
                isOutbound: random.below(4) == 0,
                endsAt: now + Int64(random.between(20...600)) * 1_000_000,
                wrapUpSeconds: Double(random.oneOf([0, 10, 30, 60])),
                movedBy: .contact,
                at: now
            )
        case .person, .supervisor:
            let mover: SimulatedAgent.Mover = happening.kind == .person ? .person : .supervisor
            // People do not end their wrap-up for a break.
            guard agents[place].wrapUp == nil else { return }
            switch random.below(5) {
            case 0: agents[place].enter(.named(.onBreak), pauseReason: random.oneOf(configuration.pauseReasons), movedBy: mover, at: now)
            case 1: agents[place].enter(.named(.training), movedBy: mover, at: now)
            case 2: agents[place].enter(.offline, movedBy: mover, at: now)
            default: agents[place].enter(.available, movedBy: mover, at: now)
            }
        case .codeTimeout:
            guard ACDState(HistoryMark(agents[place].moment), in: team(of: agents[place])).code != nil else { return }
            agents[place].enter(.offline, movedBy: .session, at: now)
        }
    }
}
