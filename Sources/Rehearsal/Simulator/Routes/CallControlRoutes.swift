import Hummingbird
import Notation

extension ControlRoutes {
    /// `GET /simulator/calls`: oldest first; `after` leaves out what has a lower or equal `seq`, `userId` what is about others.
    func calls(_ query: Substring?) throws(Refusal) -> SimulatedReply {
        let parameters: Parameters
        do {
            parameters = try Parameters(parsing: query ?? "", plusIsSpace: false)
        } catch {
            throw Refusal(400, error.message)
        }
        let after = parameters["after"].map { Int($0) } ?? 0
        guard let after, after >= 0 else { throw Refusal(400, "after must be a whole number.") }
        let userID = parameters["userId"]
        let entries = tenant.ask { $0.calls.entries(after: after, userID: userID) }
        return .json(.array(entries.map(\.json)))
    }

    /// `DELETE /simulator/calls`: forgets them; numbers go on.
    func clearCalls() -> SimulatedReply {
        tenant.ask { $0.calls.clear() }
        return SimulatedReply(status: .noContent)
    }
}
