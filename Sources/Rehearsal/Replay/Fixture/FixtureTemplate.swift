import Notation

/// JSON with blanks that are filled in when a fixture is replayed: `{"agent": 17}` becomes that agent's id, `{"time": "start+2m"}` a time.
struct FixtureTemplate: Sendable, Hashable {
    let value: JSONValue

    /// Checks every blank.
    ///
    /// - Parameter agents: how many agents there are.
    init(_ value: JSONValue, at pointer: JSONPointer, agents: Int) throws(FieldFault) {
        self.value = value
        try Self.check(value, at: pointer, agents: agents)
    }

    func filled(_ roster: Roster, start: UnixMicroseconds, step: Duration) -> JSONValue {
        Self.fill(value, roster, start: start, step: step)
    }

    private enum Blank {
        case agent(Int64)
        case time(String)
    }

    /// An object with exactly one member, `agent` or `time`, is a blank.
    private static func blank(_ value: JSONValue) -> Blank? {
        guard let object = value.object, object.count == 1, let member = object.members.first else { return nil }
        switch (member.name, member.value.int, member.value.string) {
        case ("agent", let index?, _): return .agent(index)
        case ("time", _, let text?): return .time(text)
        default: return nil
        }
    }

    private static func check(_ value: JSONValue, at pointer: JSONPointer, agents: Int) throws(FieldFault) {
        switch blank(value) {
        case .agent(let index):
            guard (0..<Int64(agents)).contains(index) else {
                throw FieldFault(at: pointer, "there is no agent \(index): the fixture has agents 0 to \(agents - 1)")
            }
            return
        case .time(let text):
            guard FixtureMoment(text) != nil else {
                throw FieldFault(at: pointer, "\"\(text)\" is no moment: write start+2m, sent, sent-1h or the like")
            }
            return
        case nil:
            break
        }
        if let array = value.array {
            for (place, element) in array.enumerated() { try check(element, at: pointer.appending(place), agents: agents) }
        } else if let object = value.object {
            for (name, element) in object { try check(element, at: pointer.appending(name), agents: agents) }
        }
    }

    private static func fill(_ value: JSONValue, _ roster: Roster, start: UnixMicroseconds, step: Duration) -> JSONValue {
        switch blank(value) {
        case .agent(let index):
            return .string(orNull: roster[Int(index)]?.id)
        case .time(let text):
            return .string(orNull: FixtureMoment(text).map { RFC3339.format($0.resolve(start: start, step: step)) })
        case nil:
            break
        }
        if let array = value.array {
            return .array(array.map { fill($0, roster, start: start, step: step) })
        }
        guard let object = value.object else { return value }
        var filled = JSONObject()
        for (name, element) in object { filled[name] = fill(element, roster, start: start, step: step) }
        return .object(filled)
    }
}
