import Notation

/// What holds for events whatever a fixture expects: their shape, their order, and that nothing came that was not expected.
struct EventComparison {
    let fixture: Fixture
    let performance: Performance
    let changes: [SentChange]

    private static let source = "cxone_status_updater"

    func compare(into list: inout CheckList) {
        for event in performance.events { compareShape(event, into: &list) }
        compareOrder(into: &list)
        compareSurplus(into: &list)
    }

    /// The six fields that every receiver relies on.
    private func compareShape(_ event: ReceivedEvent, into list: inout CheckList) {
        let json = event.json ?? .null
        var faults: [String] = []
        for name in ["event", "userId", "status", "timestamp"] where (json[name]?.string ?? "").isEmpty { faults.append(name) }
        if let text = json["timestamp"]?.string, (try? RFC3339.parse(text)) == nil { faults.append("timestamp") }
        if (json["latencyMs"]?.double ?? -1) < 0 { faults.append("latencyMs") }
        if json["source"]?.string != Self.source { faults.append("source") }
        if json["id"]?.string == nil || (!event.isReplay && json["id"]?.string != event.id) { faults.append("id") }
        if event.copiesDiffer { faults.append("another body in a copy") }
        let got = faults.isEmpty ? "whole" : faults.joined(separator: ", ")
        list.equal(.event, event.id, "shape", expected: "whole", got: got)
    }

    /// Events of an agent come in the order of their sequence, and tell of its changes in the order expected.
    private func compareOrder(into list: inout CheckList) {
        let byAgent = Dictionary(grouping: performance.events.filter { !$0.isReplay }, by: { $0.userID ?? "" })
        for (agent, events) in byAgent.sorted(by: { $0.key < $1.key }) where events.count > 1 {
            let sequences = events.map { $0.json?["sequence"]?.int ?? -1 }
            let isRising = zip(sequences, sequences.dropFirst()).allSatisfy { $0 < $1 }
            let got = sequences.map { String($0) }.joined(separator: " ")
            list.add(.order, agent, "sequence", expected: "rising", got: isRising ? "rising" : got, ok: isRising)
        }
        let agents = Dictionary(changes.map { ($0.name, $0.userID ?? "") }, uniquingKeysWith: { first, _ in first })
        let names = Dictionary(
            changes.compactMap { change in change.changeID.map { ($0, change.name) } },
            uniquingKeysWith: { first, _ in first }
        )
        let expected = Dictionary(grouping: fixture.expected.filter { $0.event != nil }, by: { agents[$0.change] ?? "" })
        for (agent, wanted) in expected.sorted(by: { $0.key < $1.key }) where wanted.count > 1 {
            let told = (byAgent[agent] ?? []).compactMap { $0.json?["changeId"]?.string.flatMap { names[$0] } }
            let order = wanted.map(\.change).joined(separator: " ")
            list.equal(.order, agent, "changes", expected: order, got: told.joined(separator: " "))
        }
    }

    private func compareSurplus(into list: inout CheckList) {
        var awaited: [String: Int] = [:]
        let ids = Dictionary(
            changes.compactMap { change in change.changeID.map { (change.name, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        for expected in fixture.expected where expected.event != nil {
            if let id = ids[expected.change] { awaited[id, default: 0] += 1 }
        }
        var surplus = 0
        for event in performance.events {
            let id = event.json?["changeId"]?.string ?? ""
            if let left = awaited[id], left > 0 {
                awaited[id] = left - 1
                continue
            }
            surplus += 1
            let words = [event.type, event.json?["status"]?.string, event.json?["outcome"]?.string].compactMap { $0 }.joined(separator: " ")
            list.add(.surplus, event.userID ?? event.id, "event", expected: "none", got: words, ok: false)
        }
        list.equal(.surplus, "all", "events beyond those expected", expected: 0, got: surplus)
        for refusal in performance.refusedEvents {
            list.add(.surplus, refusal.path, "refused event", expected: "none", got: "\(refusal.code): \(refusal.detail)", ok: false)
        }
        list.equal(.surplus, "all", "events that the WFM had to refuse", expected: 0, got: performance.refusedEvents.count)
    }
}
