import Reconciliation

/// The states of a whole business unit, kept up to date by reads that bring only what changed.
struct ACDStateBoard: Sendable, Equatable {
    private(set) var agents: [String: ACDAgentState] = [:]
    /// When the request for the newest read left.
    private(set) var askedAt: Instant?
    private var pollTime: String?
    private var allReadAt: Instant?
    /// By how much CXone's clock was ahead in the last answer that showed it.
    private var clockLead: Duration?
    /// Whether the last answer was by the same clock as the one before it, or by one that agrees with the bridge's.
    private var isClockSteady = true

    /// So much may the difference of the clocks change between two answers: answers take their time, and may be told late.
    private static let clockSlack: Duration = .seconds(30)

    /// What to ask for next: changes since a time, or all.
    enum Question: Sendable, Equatable {
        case all
        case changes(since: String)
    }

    /// - Parameter fullReadEvery: after this long all states are asked for again, so that an agent who is gone, or a change
    ///   that CXone did not report, does not stay on the board for ever.
    func question(now: Instant, fullReadEvery: Duration) -> Question {
        // A time by a clock that is off would hide every change until then.
        guard isClockSteady, let pollTime, let allReadAt, now >= allReadAt, now - allReadAt < fullReadEvery else { return .all }
        return .changes(since: pollTime)
    }

    /// An answer came. An empty answer to a question for changes says that nothing changed.
    mutating func answered(_ body: ACDStatesBody, to question: Question, askedAt: Instant) {
        self.askedAt = askedAt
        if question == .all {
            agents = [:]
            pollTime = nil
            allReadAt = askedAt
        }
        for state in body.agents {
            // One that was overtaken on its way does not replace a newer one.
            if let known = agents[state.agentID]?.updatedAt, let told = state.updatedAt, told < known { continue }
            agents[state.agentID] = state
        }
        guard let told = body.pollTime else { return }
        pollTime = told
        guard let time = ACDFields.time(told) else { return }
        let lead = time - askedAt
        isClockSteady = [clockLead, .zero].compactMap { $0 }.contains { ($0 - Self.clockSlack)...($0 + Self.clockSlack) ~= lead }
        clockLead = lead
    }
}
