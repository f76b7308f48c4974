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

    package init(
        agent: AgentFacts,
        capabilities: Capabilities,
        desired: Change,
        live: Reading<LiveReading> = .notTaken,
        history: Reading<HistoryView> = .notTaken,
        ledger: Ledger = Ledger(),
        fleet: Fleet = Fleet(),
        policy: Policy = Policy()
    ) {
        self.agent = agent
        self.capabilities = capabilities
        self.desired = desired
        self.live = live
        self.history = history
        self.ledger = ledger
        self.fleet = fleet
        self.policy = policy
    }
}
