import Reconciliation

/// Everything that happens from outside in one run, and what kind of world it happens in.
package struct Script: Sendable, Hashable {
    package var seed: UInt64
    package var agents: Int
    /// Dialect acd; platform otherwise.
    package var isACD: Bool
    package var policy: PolicyChoice
    package var sweep: Duration
    /// Calls a second that CXone bears; 0: any number.
    package var limit: Int
    package var events: [ScriptEvent]

    package enum PolicyChoice: String, Sendable, Hashable, CaseIterable {
        case standard, lasting, wfmWins, reportOnly, refuses, corrects, guarded
    }

    package init(seed: UInt64, agents: Int, isACD: Bool, policy: PolicyChoice, sweep: Duration, limit: Int, events: [ScriptEvent]) {
        self.seed = seed
        self.agents = agents
        self.isACD = isACD
        self.policy = policy
        self.sweep = sweep
        self.limit = limit
        self.events = events
    }

    static let sources = [SourceName("wfm"), SourceName("rta")]
    /// Of the policy `guarded`: agents that may be moved at once, and their share in percent.
    static let stampedeCount = 2
    static let stampedeShare = 50
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
        case .corrects: book.standard.drift = .correct
        case .guarded:
            book.standard.stampedeCount = Self.stampedeCount
            book.standard.stampedeShare = Self.stampedeShare
        }
        book.standard.isStampedeExempt = policy != .guarded
        return book
    }

    static func userID(_ agent: Int) -> String { "agent-\(agent)" }
}

extension Script.PolicyChoice {
    /// Whether a person's move stands until the next change.
    var yieldsToPeople: Bool {
        switch self {
        case .standard, .refuses, .corrects, .guarded: true
        case .lasting, .wfmWins, .reportOnly: false
        }
    }
}
