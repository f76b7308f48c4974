import Notation

/// Reads what a step sends, and the answer it expects.
struct SendReader {
    let agents: Int

    func read(_ fields: inout JSONFields, expecting expect: JSONFields) throws(FieldFault) -> SendOrder {
        let content = try content(&fields)
        let signing = try fields.choice("signed", among: SendOrder.Signing.self) ?? .right
        let idOf = try fields.string("idOf")
        if idOf != nil, case .again = content {
            throw FieldFault(at: fields.pointer(to: "idOf"), "again sends that step's id already")
        }
        var contentType: String? = "application/json"
        if let given = try fields.string("contentType") { contentType = given.isEmpty ? nil : given }
        let source = try fields.string("source")
        try fields.refuseUnread()
        var expect = expect
        let answer = try answer(&expect)
        let order = SendOrder(
            content: content,
            idOf: idOf,
            signing: signing,
            contentType: contentType,
            source: source,
            expect: answer
        )
        if let items = answer.items, let count = order.changeCount, items.count != count {
            let detail = "the body asks for \(count) changes, and \(items.count) verdicts are expected"
            throw FieldFault(at: expect.pointer(to: "changes"), detail)
        }
        return order
    }

    private func content(_ fields: inout JSONFields) throws(FieldFault) -> SendOrder.Content {
        let body = fields.value("body")
        let text = try fields.string("text", maxLength: 1 << 20)
        let again = try fields.string("again")
        switch (body, text, again) {
        case (let body?, nil, nil):
            return .body(try FixtureTemplate(body, at: fields.pointer(to: "body"), agents: agents))
        case (nil, let text?, nil):
            return .text(text)
        case (nil, nil, let again?):
            return .again(again)
        default:
            throw FieldFault(at: fields.pointer, "needs exactly one of body, text, again")
        }
    }

    private func answer(_ fields: inout JSONFields) throws(FieldFault) -> ExpectedAnswer {
        let status = try fields.requireInt("status")
        guard (200...599).contains(status) else { throw FieldFault(at: fields.pointer(to: "status"), "must be from 200 to 599") }
        var items: [ExpectedAnswer.Item]?
        if let list = try fields.array("changes") {
            var read: [ExpectedAnswer.Item] = []
            for (place, value) in list.enumerated() { read.append(try item(value, at: fields.pointer(to: "changes").appending(place))) }
            items = read
        }
        if status == 202, items == nil {
            throw FieldFault(at: fields.pointer(to: "changes"), "is required beside 202: what is said of each change, in order")
        }
        let answer = ExpectedAnswer(
            status: Int(status),
            code: try fields.string("code"),
            isDuplicate: try fields.bool("duplicate") ?? false,
            items: items,
            warnings: try fields.strings("warnings"),
            pointers: try fields.strings("pointers")
        )
        try fields.refuseUnread()
        return answer
    }

    /// A state alone, or an object.
    private func item(_ value: JSONValue, at pointer: JSONPointer) throws(FieldFault) -> ExpectedAnswer.Item {
        let states = ["due", "scheduled", "refused"]
        let known = "must be one of \(states.joined(separator: ", "))"
        if let state = value.string {
            guard states.contains(state) else { throw FieldFault(at: pointer, "\"\(state)\" \(known)") }
            return ExpectedAnswer.Item(state: state, code: nil, sameAs: nil)
        }
        var fields = try JSONFields(value, at: pointer)
        let state = try fields.requireString("state")
        guard states.contains(state) else { throw FieldFault(at: fields.pointer(to: "state"), "\"\(state)\" \(known)") }
        let item = ExpectedAnswer.Item(state: state, code: try fields.string("code"), sameAs: try fields.string("sameAs"))
        try fields.refuseUnread()
        return item
    }
}
