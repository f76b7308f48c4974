/// Everything a decision about one agent leans on.
package struct Situation: Sendable, Hashable {
    package var agent: AgentFacts
    package var capabilities: Capabilities
    package var desired: Change
    package var live: Reading<LiveReading>
    package var history: Reading<HistoryView>
    package var ledger: Ledger
    package var fleet: Fleet
    package var policy: Policy
    /// The desired change is that of the open intent and would be dropped were it not (`Choice.isApplyingOvertaken`).
    package var isOvertaken: Bool
    /// The agent has moved since this change was last decided about, and the history has been judged for that alone.
    package var hasJustMoved: Bool

    package init(
        agent: AgentFacts,
        capabilities: Capabilities,
        desired: Change,
        live: Reading<LiveReading> = .notTaken,
        history: Reading<HistoryView> = .notTaken,
        ledger: Ledger = Ledger(),
        fleet: Fleet = Fleet(),
        policy: Policy = Policy(),
        isOvertaken: Bool = false,
        hasJustMoved: Bool = false
    ) {
        self.agent = agent
        self.capabilities = capabilities
        self.desired = desired
        self.live = live
        self.history = history
        self.ledger = ledger
        self.fleet = fleet
        self.policy = policy
        self.isOvertaken = isOvertaken
        self.hasJustMoved = hasJustMoved
    }
}
