import Notation

extension SimulatedFault {
    /// The word for every call.
    private static let anyCall = "any"

    /// Reads one fault as `PUT /simulator/faults` lists them.
    init(parsing value: JSONValue, at pointer: JSONPointer) throws(Refusal) {
        do {
            var fields = try JSONFields(value, at: pointer)
            let callName = try fields.requireString("call")
            let kindName = try fields.requireString("kind")
            let code = try fields.int("code")
            let times = try fields.int("times")
            let seconds = try fields.double("seconds")
            let call = callName == Self.anyCall ? nil : try Self.named(callName, in: SimulatedCall.allCases, at: fields.pointer(to: "call"))
            let kind = try Self.named(kindName, in: Kind.allCases, at: fields.pointer(to: "kind"))
            guard call.map(kind.fits) ?? true else {
                throw Refusal(400, "\(fields.pointer(to: "kind").description): \(kindName) makes no sense for the call \(callName).")
            }
            guard code.map({ (200...599).contains($0) }) ?? true else {
                throw Refusal(400, "\(fields.pointer(to: "code").description): must be an HTTP status from 200 to 599.")
            }
            guard times.map({ (1...1_000_000_000).contains($0) }) ?? true else {
                throw Refusal(400, "\(fields.pointer(to: "times").description): must be at least 1; leave it out for ever.")
            }
            guard seconds.map({ (-1e6...1e6).contains($0) && (kind == .clockSkew || $0 >= 0) }) ?? true else {
                throw Refusal(400, "\(fields.pointer(to: "seconds").description): must be from 0 to 1000000; negative for clock_skew only.")
            }
            self.init(
                call,
                kind,
                code: code.map { Int($0) },
                retryAfter: try Self.wait(&fields),
                seconds: seconds ?? Self.defaultSeconds,
                times: times.map { Int($0) },
                userID: try fields.string("userId")
            )
            if let unknown = fields.unread.first {
                throw Refusal(400, "\(fields.pointer(to: unknown).description): there is no such field.")
            }
        } catch {
            throw Refusal(reading: error, or: "The fault cannot be read")
        }
    }

    /// `retryAfter` as it is to be sent, or `{"dateIn": seconds}` for an HTTP date.
    private static func wait(_ fields: inout JSONFields) throws -> Wait? {
        guard let value = fields.value("retryAfter") else { return nil }
        if let text = value.string ?? value.int.map({ String($0) }) { return .text(text) }
        if let seconds = value["dateIn"]?.double, (-1e9...1e9).contains(seconds) { return .date(seconds: seconds) }
        throw Refusal(
            400,
            "\(fields.pointer(to: "retryAfter").description): must be whole seconds, a string, or an object with dateIn in seconds."
        )
    }

    static func named<Choice: RawRepresentable<String>>(
        _ text: String,
        in choices: [Choice],
        at pointer: JSONPointer
    ) throws(Refusal) -> Choice {
        guard let choice = Choice(rawValue: text) else {
            throw Refusal(400, "\(pointer.description): must be one of \(choices.map(\.rawValue).joined(separator: ", ")).")
        }
        return choice
    }

    var json: JSONValue {
        let wait: JSONValue =
            switch retryAfter {
            case nil: .null
            case .text(let text): .string(text)
            case .date(let seconds): ["dateIn": .number(JSONNumber(seconds))]
            }
        return [
            "call": .string(call?.rawValue ?? Self.anyCall), "kind": .string(kind.rawValue), "code": .int(code), "retryAfter": wait,
            "seconds": kind.usesSeconds ? .number(JSONNumber(seconds)) : .null,
            "times": times.map { .int($0) } ?? .null,
            "userId": .string(orNull: userID),
        ]
    }
}
