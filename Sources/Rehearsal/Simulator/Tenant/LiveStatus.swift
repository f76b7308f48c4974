import Notation

/// The status of an agent as both status calls of the dialect `platform` answer it.
struct LiveStatus: Sendable, Hashable {
    let userID: String
    let status: SimulatedStatus
    let pauseReason: String?
    let wrapUpCode: String?
    let since: UnixMicroseconds

    init(of agent: SimulatedAgent, through lens: Lens) {
        let moment = lens.moment(of: agent)
        userID = agent.id
        status = moment.status
        pauseReason = moment.pauseReason
        wrapUpCode = moment.wrapUpCode
        since = moment.since + lens.skew
    }

    /// What an order would have made of an agent.
    init(of agent: SimulatedAgent, after order: StateOrder, through lens: Lens) {
        userID = agent.id
        status = order.status
        pauseReason = order.pauseReason
        wrapUpCode = order.wrapUpCode
        since = lens.now - lens.now % 1_000 + lens.skew
    }

    var json: JSONValue {
        [
            "userId": .string(userID), "status": .string(status.text),
            "pauseReason": pauseReason.map { .string($0) } ?? .null,
            "wrapUpCode": wrapUpCode.map { .string($0) } ?? .null,
            "timestamp": .string(RFC3339.format(since)),
        ]
    }
}
