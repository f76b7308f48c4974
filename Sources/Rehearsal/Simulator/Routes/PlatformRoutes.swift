/// The calls of the dialect `platform`.
extension PublicRoutes {
    func servePlatform(_ arrived: Arrived) async throws(Refusal) -> (reply: SimulatedReply, effect: StateEffect) {
        // A write looks at the agent before the latency and after it.
        if arrived.call == .putStatus { return try await putStatus(arrived) }
        await wait()
        switch arrived.call {
        case .token: return (try token(arrived), .none)
        case .user: return (try user(arrived), .none)
        case .status: return (try status(arrived), .none)
        case .history: return (try history(arrived), .none)
        default: throw Refusal(404, "There is nothing at this path.")
        }
    }
}
