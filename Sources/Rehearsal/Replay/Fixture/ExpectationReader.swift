import Notation

/// Reads a line of `expected.jsonl`.
struct ExpectationReader {
    enum Line {
        case change(ExpectedChange)
        case agent(ExpectedAgent)
    }

    let agents: Int

    private static let outcomes = [
        "applied", "already", "satisfied", "refused", "expired", "superseded", "cancelled", "failed", "shadow",
    ]

    func read(_ value: JSONValue) throws(FieldFault) -> Line {
        var fields = try JSONFields(value)
        if let agent = try fields.agent("agent", agents: agents) {
            guard let ends = fields.value("ends")?.object, !ends.isEmpty else {
                throw FieldFault(at: fields.pointer(to: "ends"), "must be an object with the members that the simulator is to show")
            }
            try fields.refuseUnread()
            return .agent(ExpectedAgent(agent: agent, ends: ends))
        }
        let change = try fields.requireString("change")
        let outcome = try fields.requireString("outcome")
        guard Self.outcomes.contains(outcome) else {
            let detail = "\"\(outcome)\" must be one of \(Self.outcomes.joined(separator: ", "))"
            throw FieldFault(at: fields.pointer(to: "outcome"), detail)
        }
        let code = try fields.string("code")
        let expected = ExpectedChange(
            change: change,
            outcome: outcome,
            code: code,
            event: try event(&fields),
            after: try fields.moment("after"),
            before: try fields.moment("before")
        )
        try fields.refuseUnread()
        return .change(expected)
    }

    /// The event's members; `null` says in so many words that there is none.
    private func event(_ fields: inout JSONFields) throws(FieldFault) -> FixtureTemplate? {
        guard let value = fields.value("event") else { return nil }
        guard let object = value.object, object["event"]?.string != nil else {
            throw FieldFault(at: fields.pointer(to: "event"), "must be an object with at least the event's type as its member event")
        }
        return try FixtureTemplate(value, at: fields.pointer(to: "event"), agents: agents)
    }
}
