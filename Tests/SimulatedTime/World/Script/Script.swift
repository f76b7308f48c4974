import Reconciliation

/// Everything that happens from outside in one run, and what kind of world it happens in.
package struct Script: Sendable, Hashable {
    package var seed: UInt64
    package var agents: Int
    /// Dialect acd; platform otherwise.
    package var isACD: Bool
    package var policy: PolicyChoice
    package var sweep: Duration
    package var events: [ScriptEvent]

    package enum PolicyChoice: String, Sendable, Hashable, CaseIterable {
        case standard, lasting, wfmWins, reportOnly, refuses
    }

    package init(seed: UInt64, agents: Int, isACD: Bool, policy: PolicyChoice, sweep: Duration, events: [ScriptEvent]) {
        self.seed = seed
        self.agents = agents
        self.isACD = isACD
        self.policy = policy
        self.sweep = sweep
        self.events = events
    }

    static let sources = [SourceName("wfm"), SourceName("rta")]
    static let start = Instant(seconds: 1_800_000_000)

    var book: PolicyBook {
        var book = PolicyBook()
        switch policy {
        case .standard: break
        case .lasting: book.standard.override = .lasting(.minutes(10))
        case .wfmWins: book.standard.override = .wfmWins
        case .reportOnly: book.standard.override = .reportOnly
        case .refuses:
            book.standard.onContact = .refuse
            book.standard.loggedOut = .refuse
        }
        book.standard.isStampedeExempt = true
        return book
    }

    static func userID(_ agent: Int) -> String { "agent-\(agent)" }
}
