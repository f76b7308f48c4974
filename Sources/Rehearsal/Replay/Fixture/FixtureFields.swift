import Notation

/// The kinds of members that only fixtures have.
extension JSONFields {
    mutating func span(_ name: String) throws(FieldFault) -> Duration? {
        guard let text = try string(name) else { return nil }
        guard let span = SpanText.parse(text) else {
            throw FieldFault(at: pointer(to: name), "\"\(text)\" is no span of time: write 90s, 2m30s, 1h, 500ms or the like")
        }
        return span
    }

    mutating func requireSpan(_ name: String) throws(FieldFault) -> Duration {
        guard let span = try span(name) else {
            throw FieldFault(pointer: pointer(to: name), code: .missingField, detail: "\(name) is required, a span of time such as 2m30s")
        }
        return span
    }

    mutating func moment(_ name: String) throws(FieldFault) -> FixtureMoment? {
        guard let text = try string(name) else { return nil }
        guard let moment = FixtureMoment(text) else {
            throw FieldFault(at: pointer(to: name), "\"\(text)\" is no moment: write start+2m, sent, sent-1h or the like")
        }
        return moment
    }

    mutating func number(_ name: String, in range: ClosedRange<Int64>, default standard: Int64) throws(FieldFault) -> Int64 {
        let number = try int(name) ?? standard
        guard range.contains(number) else {
            throw FieldFault(at: pointer(to: name), "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ name: String,
        among choices: Choice.Type
    ) throws(FieldFault) -> Choice? {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = choices.allCases.map(\.rawValue).joined(separator: ", ")
            throw FieldFault(at: pointer(to: name), "\"\(text)\" must be one of \(known)")
        }
        return choice
    }

    /// An agent by index, or by id: as a blank or a text that stands for its id.
    mutating func agent(_ name: String, agents: Int) throws(FieldFault) -> FixtureTemplate? {
        guard let value = value(name) else { return nil }
        if value.int != nil { return try FixtureTemplate(["agent": value], at: pointer(to: name), agents: agents) }
        guard value.string != nil else { throw FieldFault(at: pointer(to: name), "must be an agent's index or id") }
        return try FixtureTemplate(value, at: pointer(to: name), agents: agents)
    }

    /// A list of texts.
    mutating func strings(_ name: String) throws(FieldFault) -> [String]? {
        guard let array = try array(name) else { return nil }
        var strings: [String] = []
        for (place, value) in array.enumerated() {
            guard let text = value.string else { throw FieldFault(at: pointer(to: name).appending(place), "must be a string") }
            strings.append(text)
        }
        return strings
    }

    /// Nothing in a fixture is ignored: a misspelt member would be an expectation that is never checked.
    func refuseUnread() throws(FieldFault) {
        guard let name = unread.first else { return }
        throw FieldFault(at: pointer(to: name), "there is no such field here")
    }
}
