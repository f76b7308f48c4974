import Notation

/// A change that a fixture expects to be accepted, with what was sent and what was answered.
struct SentChange: Sendable {
    let name: String
    let requestID: String?
    /// The item of the body, its blanks filled in; nil where the body was no JSON of ours.
    let item: JSONValue?
    /// What the bridge called it.
    let changeID: String?

    var userID: String? { item?["userId"]?.string }
    var reference: String? { item?["reference"]?.string }

    /// All changes of a fixture that got a place in an expected answer, refused ones too, in order.
    static func all(_ fixture: Fixture, _ performance: Performance) -> [SentChange] {
        let steps = StepIndex(fixture.steps)
        let ids = performance.changeIDs(fixture)
        let roster = fixture.roster
        return fixture.steps.flatMap { step -> [SentChange] in
            let body = steps.origin(of: step).sentBody(roster, start: performance.start)
            let list = body?["changes"]?.array
            return steps.changeNames(of: step).enumerated().map { place, name in
                SentChange(
                    name: name,
                    requestID: performance.replies[step.name]?.requestID,
                    item: list.map { $0.indices.contains(place) ? $0[place] : .null } ?? body,
                    changeID: ids[name]
                )
            }
        }
    }
}

extension FixtureStep {
    /// The body that it sent, if that is JSON.
    fileprivate func sentBody(_ roster: Roster, start: UnixMicroseconds) -> JSONValue? {
        guard case .send(let order) = action else { return nil }
        switch order.content {
        case .body(let template): return template.filled(roster, start: start, step: at)
        case .text(let text): return try? JSONValue(parsing: text)
        case .again: return nil
        }
    }
}
