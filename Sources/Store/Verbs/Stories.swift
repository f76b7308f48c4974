package import Reconciliation

/// A change with everything that became of it.
package struct ChangeStory: Sendable, Hashable {
    package var change: Change
    package var outcome: Outcome?
    package var code: String?
    package var history: [Entry]

    package struct Entry: Sendable, Hashable {
        package var state: ChangeState
        package var at: Instant
        package init(state: ChangeState, at: Instant) {
            self.state = state
            self.at = at
        }
    }

    package init(change: Change, outcome: Outcome?, code: String?, history: [Entry]) {
        self.change = change
        self.outcome = outcome
        self.code = code
        self.history = history
    }
}

/// What the store knows of an agent.
package struct AgentState: Sendable, Hashable {
    package var agent: AgentID
    package var lastReported: ReportedStatus?
    package var inForce: ChangeID?
    package var openChanges: Int
    package var nextLook: Instant?
    /// The sequence of the agent's newest event; 0 if there was none.
    package var sequence: Int64

    package init(
        agent: AgentID,
        lastReported: ReportedStatus?,
        inForce: ChangeID?,
        openChanges: Int,
        nextLook: Instant?,
        sequence: Int64
    ) {
        self.agent = agent
        self.lastReported = lastReported
        self.inForce = inForce
        self.openChanges = openChanges
        self.nextLook = nextLook
        self.sequence = sequence
    }
}

/// How long what is kept.
package struct Retention: Sendable, Hashable {
    package var acceptedIDs: Duration = .days(7)
    package var finishedChanges: Duration = .days(30)
    /// Schedules and shifts, after their end.
    package var pastSchedules: Duration = .days(1)
    /// Rows deleted in one commit.
    package var bite: Int = 500
    package init() {}
}
