import Notation

/// What CXone saw of it: each applied change is one write, and agents are left as the fixture expects.
struct CXoneComparison {
    let fixture: Fixture
    let performance: Performance
    let changes: [SentChange]

    func compare(into list: inout CheckList) {
        if let calls = performance.calls { compareWrites(calls, into: &list) }
        if let agents = performance.agents { compareAgents(agents, into: &list) }
    }

    private func compareWrites(_ calls: [JSONValue], into list: inout CheckList) {
        var written: [String: Int] = [:]
        for call in calls where call["applied"]?.bool == true { written[call["userId"]?.string ?? "", default: 0] += 1 }
        let agents = Dictionary(changes.map { ($0.name, $0.userID ?? "") }, uniquingKeysWith: { first, _ in first })
        var wanted: [String: Int] = [:]
        for expected in fixture.expected where expected.outcome == "applied" { wanted[agents[expected.change] ?? "", default: 0] += 1 }
        for agent in Set(written.keys).union(wanted.keys).sorted() {
            list.equal(.writes, agent, "writes that took effect", expected: wanted[agent] ?? 0, got: written[agent] ?? 0)
        }
    }

    private func compareAgents(_ agents: [JSONValue], into list: inout CheckList) {
        let byID = Dictionary(agents.map { ($0["id"]?.string ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        for expected in fixture.agentsAtEnd {
            let id = expected.agent.filled(fixture.roster, start: performance.start, step: .zero).string ?? ""
            for (name, value) in expected.ends {
                list.equal(.agent, id, name, expected: value.encodedText(), got: byID[id]?[name]?.encodedText())
            }
        }
    }
}
