import Notation

/// Compares what became of one change with what the fixture expects: its final state, and the one event that tells it.
struct OutcomeComparison {
    let expected: ExpectedChange
    /// The step that the change came with, for moments.
    let stepAt: Duration
    let change: SentChange
    let performance: Performance
    let roster: Roster
    /// The events about it, decisions left out, in order of receipt.
    let events: [ReceivedEvent]

    func compare(into list: inout CheckList) {
        let name = expected.change
        guard let id = change.changeID else {
            list.add(.outcome, name, "outcome", expected: expected.outcome, got: "it was not accepted", ok: false)
            return
        }
        if let states = performance.states { compareState(states[id], into: &list) }
        guard let template = expected.event else { return }
        guard let event = events.first?.json else {
            list.add(.event, name, "event", expected: "an event with outcome \(expected.outcome)", got: "none came", ok: false)
            return
        }
        list.equal(.event, name, "outcome", expected: expected.outcome, got: event["outcome"]?.string)
        if let code = expected.code { list.equal(.event, name, "code", expected: code, got: event["code"]?.string) }
        let wanted = template.filled(roster, start: performance.start, step: stepAt)
        for (field, value) in wanted.object ?? [:] {
            list.equal(.event, name, field, expected: value.encodedText(), got: event[field]?.encodedText() ?? "absent")
        }
        for (field, value) in [("userId", change.userID), ("reference", change.reference), ("requestId", change.requestID)] {
            list.equal(.event, name, field, expected: value ?? "null", got: event[field]?.string ?? "null")
        }
        compareTimes(event, into: &list)
    }

    private func compareState(_ state: JSONValue?, into list: inout CheckList) {
        let name = expected.change
        let final = expected.outcome == "shadow" ? "shadowed" : expected.outcome
        list.equal(.outcome, name, "state", expected: final, got: state?["state"]?.string ?? state?["error"]?.string)
        list.equal(.outcome, name, "outcome", expected: expected.outcome, got: state?["outcome"]?.string)
        if let code = expected.code { list.equal(.outcome, name, "code", expected: code, got: state?["code"]?.string) }
    }

    private func compareTimes(_ event: JSONValue, into list: inout CheckList) {
        let name = expected.change
        guard let text = event["timestamp"]?.string, let time = try? RFC3339.parse(text) else { return }
        // Events have whole milliseconds, cut off.
        let millisecond: UnixMicroseconds = 1_000
        func moment(_ at: UnixMicroseconds) -> String { "start+\(SpanText.format(.microseconds(at - performance.start)))" }
        if let after = expected.after?.resolve(start: performance.start, step: stepAt) {
            list.add(.event, name, "time", expected: "after \(moment(after))", got: moment(time), ok: time + millisecond > after)
        }
        if let before = expected.before?.resolve(start: performance.start, step: stepAt) {
            list.add(.event, name, "time", expected: "by \(moment(before))", got: moment(time), ok: time <= before)
        }
        // Nothing is made so before its time.
        guard expected.outcome == "applied", let due = event["effectiveAt"]?.string.flatMap({ try? RFC3339.parse($0) }) else { return }
        list.add(.event, name, "time", expected: "not before effectiveAt", got: moment(time), ok: time + millisecond > due)
    }
}
