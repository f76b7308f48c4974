extension Sighting {
    /// Whether the change in force is to be decided about again, through all rules: the agent has left what it asked for.
    ///
    /// Who moved him is taken from the ledger; where no person is known to have done it, the rules read the history before they let a
    /// write go. What a person did is decided about once, so that it is held, listed and can be released, and again when the hold is
    /// over.
    package var wantsCorrection: Bool {
        guard let change = inForce, change.isMade, change.actsUntil.map({ observedAt <= $0 }) ?? true else { return false }
        guard live.status.isKnown, live.status != .status(.offline), !live.match(change.wanted).fits, !isOccupied else { return false }
        // What had begun before the bridge's own last write is a late reading of it, and nobody's move.
        if let shown = ledger.lastConfirmed?.shownSince, let since = live.since, since < shown { return false }
        let situation = situation(about: change)
        guard let move = situation.knownMove(since: situation.actedFrom) else { return policy.drift == .correct }
        let hold = ledger.hold(.override, on: change.id)
        switch policy.override {
        case .reportOnly: return false
        case .wfmWins: return true
        case .untilNextChange: return hold == nil
        case .lasting(let span): return hold.map { $0.until != move.at + span } ?? true
        }
    }

    private func situation(about change: Change) -> Situation {
        Situation(
            agent: AgentFacts(id: change.agent),
            capabilities: capabilities,
            desired: change,
            live: .taken(live, at: observedAt),
            ledger: ledger,
            policy: policy
        )
    }

    private var isOccupied: Bool { isOnContact || (capabilities.seesWrapUp && live.inWrapUp == .yes) }
}

extension Ledger {
    /// A release lets the bridge make the change again over what a person did since it was made; once, as then it is made.
    package func isLetGo(_ change: Change) -> Bool {
        guard let move = lastPersonMove, let lastRelease else { return false }
        return move.at > actedFrom(change) && move.at <= lastRelease
    }
}

extension Policy {
    /// Whether a change that was made can be made again under this policy.
    package var mayCorrect: Bool {
        switch override {
        case .lasting, .wfmWins: true
        case .untilNextChange, .reportOnly: drift == .correct
        }
    }
}
