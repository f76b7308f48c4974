extension Sighting {
    /// Whether the change in force is to be decided about again, through all rules: the agent has left what it asked for.
    ///
    /// Who moved him is taken from the ledger; where no person is known to have done it, the rules read the history before they let a
    /// write go.
    package var wantsCorrection: Bool {
        guard let change = inForce, change.isMade, change.actsUntil.map({ observedAt <= $0 }) ?? true else { return false }
        guard live.status.isKnown, live.status != .status(.offline), !live.match(change.wanted).fits, !isOccupied else { return false }
        let situation = situation(about: change)
        guard let move = situation.knownMove(since: situation.overruledFrom) else { return policy.drift == .correct }
        switch policy.override {
        case .untilNextChange, .reportOnly: return false
        case .lasting(let span): return observedAt >= move.at + span
        case .wfmWins: return true
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

extension Policy {
    /// Whether a change that was made can be made again under this policy.
    package var mayCorrect: Bool {
        switch override {
        case .lasting, .wfmWins: true
        case .untilNextChange, .reportOnly: drift == .correct
        }
    }
}
