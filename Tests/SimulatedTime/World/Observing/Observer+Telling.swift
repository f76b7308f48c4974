import Notation
import Reconciliation
import Store
import Synchronization

/// What others did to agents becomes events, once each (4-reconciliation, The other direction).
extension Observer {
    func tells(_ step: Settlement, _ agent: Int) {
        if step.reported != nil { state.withLock { $0.agents[agent].firstReported = $0.agents[agent].firstReported ?? step.now } }
        for draft in step.events {
            guard let event = try? JSONValue(parsing: draft.compose(0)), let start = event["evidence"]?["startTime"]?.string else {
                continue
            }
            // Who did by himself what was wanted is told so.
            if event["outcome"]?.string == "already" { _ = state.withLock { $0.agents[agent].told.insert(start) } }
            guard ["observed", "backfilled"].contains(event["outcome"]?.string) else { continue }
            note("agent-\(agent) \(event["status"]?.string ?? "") of \(start) is \(event["outcome"]?.string ?? "")")
            if !state.withLock({ $0.agents[agent].told.insert(start).inserted }) {
                breaks(.told, "agent-\(agent) \(event["status"]?.string ?? "") of \(start) is told twice")
            }
        }
    }

    /// At the end every move of a person has been told.
    func judgeTelling() {
        let views = state.withLock { $0.agents }
        for (agent, view) in views.enumerated() {
            guard let first = view.firstReported else { continue }
            let stretches = view.truth.stretches
            for index in stretches.indices where stretches[index].maker == .person && stretches[index].start > first {
                let stretch = stretches[index]
                if view.told.contains(RFC3339.format(stretch.start.microseconds)) || isHidden(stretches, index, view) { continue }
                breaks(.told, "agent-\(agent) \(stretch.status.label) of \(RFC3339.format(stretch.start.microseconds)) was never told")
            }
        }
    }

    /// Whether nobody could tell the move from something else, or see it in time.
    private func isHidden(_ stretches: [Truth.Stretch], _ index: Int, _ view: AgentView) -> Bool {
        let stretch = stretches[index]
        // Where contacts show only as Busy, a Busy is one.
        if stretch.status == .status(.busy), !seesContacts { return true }
        // What has the status of a write close by may be that write's doing.
        if view.wrote.contains(where: { .status($0.status) == stretch.status && abs(($0.at - stretch.start).inMicroseconds) < 60_000_000 })
        {
            return true
        }
        // Nobody has seen the agent since.
        if view.shown.map({ $0.of < stretch.start }) ?? true { return true }
        if view.mayLack(stretches, index) { return true }
        // Between the look before a write and its effect.
        let isWrittenOver = stretches.dropFirst(index + 1).contains { next in
            if case .bridge = next.maker { next.start - stretch.start < .seconds(15) } else { false }
        }
        // Who was moved back by a person while the outcome of a write was open cannot be told from who was moved by it.
        let isInDoubt = view.wrote.contains { $0.at >= stretch.start && $0.at - stretch.start < .seconds(15) }
        return isWrittenOver || isInDoubt || stretches[index - 1].status == stretch.status
    }
}

extension Observer.AgentView {
    /// Whether a history with a hole can have lacked a stretch for good: where its neighbours nearly touch there is no gap to be seen,
    /// and a gap that is old when it is first seen is not waited for.
    func mayLack(_ stretches: [Truth.Stretch], _ index: Int) -> Bool {
        guard let holedAt = faults["history:holed"], index + 1 < stretches.count else { return false }
        let end = stretches[index + 1].start
        return end - stretches[index].start <= HistoryTimeline.tolerance || holedAt - end >= HistoryTimeline.patience
    }
}
