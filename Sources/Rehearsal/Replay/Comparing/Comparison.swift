import Notation

/// Compares a whole performance with its fixture.
struct Comparison {
    let fixture: Fixture
    let performance: Performance

    func checks() -> [Check] {
        var list = CheckList()
        let changes = SentChange.all(fixture, performance)
        let named = Dictionary(changes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let ids = performance.changeIDs(fixture)
        let steps = StepIndex(fixture.steps)
        for step in fixture.steps {
            guard case .send(let order) = step.action else { continue }
            AnswerComparison(
                step: step,
                expected: order.expect,
                reply: performance.replies[step.name],
                changes: steps.changeNames(of: step).compactMap { named[$0] },
                ids: ids,
                origin: step.again.flatMap { performance.replies[$0] }
            ).compare(into: &list)
        }
        let events = Dictionary(
            grouping: performance.events.filter { $0.type != "agent_status_decision" },
            by: { $0.json?["changeId"]?.string ?? "" }
        )
        for expected in fixture.expected {
            // The reader has made sure that there is such a change.
            guard let change = named[expected.change] else { continue }
            OutcomeComparison(
                expected: expected,
                stepAt: steps[String(expected.change.prefix(while: { $0 != "/" }))]?.at ?? .zero,
                change: change,
                performance: performance,
                roster: fixture.roster,
                events: change.changeID.flatMap { events[$0] } ?? []
            ).compare(into: &list)
        }
        EventComparison(fixture: fixture, performance: performance, changes: changes).compare(into: &list)
        CXoneComparison(fixture: fixture, performance: performance, changes: changes).compare(into: &list)
        return list.checks
    }
}
