import Reconciliation
import Store
import Synchronization

/// What must be so when all is over.
extension Observer {
    func judgeEnd(agents: [AgentState], rows: [JournalRow]) {
        let (changes, views, records) = state.withLock { ($0.changes, $0.agents, $0.records) }
        for id in changes.keys.sorted() {
            guard let followed = changes[id], !followed.state.isFinal else { continue }
            breaks(.lost, "\(followed.change.agent.userID) \(id) never ended: \(followed.state.rawValue)")
        }
        judgeTelling()
        for agent in agents {
            let delivered = views[Self.agent(agent.agent)].delivered
            if delivered != agent.sequence {
                breaks(.order, "\(agent.agent.userID) event \(delivered) of \(agent.sequence) was the last to arrive")
            }
        }
        var found: Set<String> = []
        for row in rows where !found.insert(row.content.recordID).inserted {
            breaks(.journal, "record \(row.content.recordID) is there twice")
        }
        for record in records.subtracting(found).sorted() { breaks(.journal, "record \(record) is missing") }
    }
}
