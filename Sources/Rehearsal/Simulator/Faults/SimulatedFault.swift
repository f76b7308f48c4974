import Notation

/// Something that goes wrong with a call on purpose.
package struct SimulatedFault: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Answers ``SimulatedFault/code`` before anything is looked at.
        case answer
        /// Never answers; ends when the client goes away or the simulator stops.
        case hang
        /// Resets the connection without an answer.
        case reset
        /// Does what was asked (a write takes effect), then hangs.
        case appliedThenTimeout = "applied_then_timeout"
    }

    package let call: SimulatedCall
    package let kind: Kind
    package let code: Int
    /// Seconds or an HTTP date; anything may be written here, for clients that must survive it.
    package let retryAfter: String?
    /// How many more calls it meets; nil: for ever.
    package var times: Int?
    /// Only calls about this user; nil: all.
    package let userID: String?

    package init(
        _ call: SimulatedCall,
        _ kind: Kind,
        code: Int = 503,
        retryAfter: String? = nil,
        times: Int? = nil,
        userID: String? = nil
    ) {
        self.call = call
        self.kind = kind
        self.code = code
        self.retryAfter = retryAfter
        self.times = times
        self.userID = userID
    }

    /// What kind `answer` says.
    var refusal: Refusal {
        var refusal: Refusal
        if call == .token {
            let error = code == 400 ? "invalid_request" : code == 401 ? "invalid_client" : "temporarily_unavailable"
            refusal = Refusal(oauth: error, "Simulated fault.", status: code)
        } else {
            refusal = Refusal(code, "Simulated fault.")
        }
        refusal.retryAfter = retryAfter
        if code == 401 { refusal.challenge = call == .token ? #"Basic realm="cxone""# : #"Bearer realm="cxone", error="invalid_token""# }
        return refusal
    }
}

extension SimulatedFault {
    /// Reads one fault as `PUT /simulator/faults` lists them.
    init(parsing value: JSONValue, at pointer: JSONPointer) throws(Refusal) {
        do {
            var fields = try JSONFields(value, at: pointer)
            let call = try fields.requireString("call")
            let kind = try fields.requireString("kind")
            let code = try fields.int("code")
            let times = try fields.int("times")
            let wait = fields.value("retryAfter")
            userID = try fields.string("userId")
            self.call = try Self.named(call, in: SimulatedCall.allCases, at: fields.pointer(to: "call"))
            self.kind = try Self.named(kind, in: Kind.allCases, at: fields.pointer(to: "kind"))
            guard code.map({ (200...599).contains($0) }) ?? true else {
                throw Refusal(400, "\(fields.pointer(to: "code").description): must be an HTTP status from 200 to 599.")
            }
            guard times.map({ (1...1_000_000_000).contains($0) }) ?? true else {
                throw Refusal(400, "\(fields.pointer(to: "times").description): must be at least 1; leave it out for ever.")
            }
            self.code = Int(code ?? 503)
            self.times = times.map { Int($0) }
            retryAfter = wait?.string ?? wait?.int.map { String($0) }
            if let wait, !wait.isNull, retryAfter == nil {
                throw Refusal(400, "\(fields.pointer(to: "retryAfter").description): must be whole seconds or a string.")
            }
            if let unknown = fields.unread.first {
                throw Refusal(400, "\(fields.pointer(to: unknown).description): there is no such field.")
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch let fault as FieldFault {
            throw Refusal(400, "\(fault.pointer.description): \(fault.detail)")
        } catch {
            throw Refusal(400, "\(error)")
        }
    }

    private static func named<Choice: RawRepresentable<String>>(
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
        [
            "call": .string(call.rawValue), "kind": .string(kind.rawValue), "code": .int(code),
            "retryAfter": .string(orNull: retryAfter),
            "times": times.map { .int($0) } ?? .null,
            "userId": .string(orNull: userID),
        ]
    }
}
