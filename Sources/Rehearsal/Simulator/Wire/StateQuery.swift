/// What a client asks for with `POST /agents/{agentId}/state`, checked as far as that needs no look at the agent.
enum StateQuery: Sendable, Hashable {
    case available
    /// nil: no code.
    case unavailable(outStateID: Int?)

    init(_ parameters: Parameters) throws(Refusal) {
        switch parameters["state"] {
        case "Available": self = .available
        case "Unavailable":
            guard let text = parameters["outStateId"] else {
                self = .unavailable(outStateID: nil)
                return
            }
            guard let number = Int(text) else { throw Refusal(400, "outStateId must be a whole number.") }
            guard number > UnavailableCode.lastReserved else {
                throw Refusal(400, "outStateId \(number) is reserved: codes up to \(UnavailableCode.lastReserved) are the platform's own.")
            }
            self = .unavailable(outStateID: number)
        case nil: throw Refusal(400, "The parameter state is missing.")
        default: throw Refusal(400, "state must be Available or Unavailable; case counts.")
        }
    }
}
