import Notation

/// Reads a line of `steps.jsonl`.
struct StepReader {
    let agents: Int

    private static let nameLength = 1...64

    func read(_ value: JSONValue) throws(FieldFault) -> FixtureStep {
        var fields = try JSONFields(value)
        let at = try fields.requireSpan("at")
        let name = try fields.requireString("name")
        guard Self.nameLength.contains(name.utf8.count), name.utf8.allSatisfy(Self.isAllowed) else {
            throw FieldFault(at: fields.pointer(to: "name"), "must be 1 to 64 of the characters a-z 0-9 -")
        }
        let action = try action(&fields)
        try fields.refuseUnread()
        return FixtureStep(name: name, at: at, action: action)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }

    private func action(_ fields: inout JSONFields) throws(FieldFault) -> FixtureStep.Action {
        if var send = try fields.fields("send") {
            let order = try SendReader(agents: agents).read(&send, expecting: try fields.requireFields("expect"))
            return .send(order)
        }
        if let agent = try fields.agent("agent", agents: agents) {
            let order = try fields.requireFields("becomes")
            return .agent(agent, order: try FixtureTemplate(try object(fields, "becomes"), at: order.pointer, agents: agents))
        }
        if let cxone = fields.value("cxone") {
            return .cxone(
                try FixtureTemplate(try faults(cxone, at: fields.pointer(to: "cxone")), at: fields.pointer(to: "cxone"), agents: agents)
            )
        }
        if let wfm = fields.value("wfm") {
            return .wfm(try wfmOrder(wfm, at: fields.pointer(to: "wfm")))
        }
        throw FieldFault(
            pointer: fields.pointer,
            code: .missingField,
            detail: "a step needs one of send (with expect), agent (with becomes), cxone, wfm"
        )
    }

    private func object(_ fields: JSONFields, _ name: String) throws(FieldFault) -> JSONValue {
        var copy = fields
        return copy.value(name) ?? .null
    }

    /// `down` (every call is reset), `up`, or a list as `PUT /simulator/faults` takes it.
    private func faults(_ value: JSONValue, at pointer: JSONPointer) throws(FieldFault) -> JSONValue {
        switch value.string {
        case "down":
            return .array(SimulatedCall.allCases.map { ["call": .string($0.rawValue), "kind": "reset"] })
        case "up":
            return []
        default:
            guard value.array != nil else { throw FieldFault(at: pointer, "must be \"down\", \"up\", or a list of faults") }
            return value
        }
    }

    private func wfmOrder(_ value: JSONValue, at pointer: JSONPointer) throws(FieldFault) -> WFMOrder {
        switch value.string {
        case "down": return .down
        case "up": return .up
        default: break
        }
        guard let list = value.array else { throw FieldFault(at: pointer, "must be \"down\", \"up\", or a list of faults") }
        var faults: [StandInFault] = []
        for (place, item) in list.enumerated() {
            var fields = try JSONFields(item, at: pointer.appending(place))
            let answer = try fields.number("answer", in: 100...599, default: 500)
            let times = try fields.int("times")
            if let times, times < 1 { throw FieldFault(at: fields.pointer(to: "times"), "must be at least 1; leave it out for ever") }
            let kind = StandInFault.Kind.answer(Int(answer), retryAfter: try fields.string("retryAfter"))
            faults.append(StandInFault(kind, times: times.map(Int.init), type: try fields.string("type")))
            try fields.refuseUnread()
        }
        return .faults(faults)
    }
}
