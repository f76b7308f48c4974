import Notation

/// The status of an agent as both status calls answer it.
struct LiveStatus: Sendable, Hashable {
    let userID: String
    let status: SimulatedStatus
    let pauseReason: String?
    let wrapUpCode: String?
    let since: UnixMicroseconds

    init(of agent: SimulatedAgent) {
        userID = agent.id
        status = agent.status
        pauseReason = agent.pauseReason
        wrapUpCode = agent.wrapUpCode
        since = agent.since
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
