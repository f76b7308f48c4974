/// What CXone said to a write, as far as deciding goes.
package enum WriteAnswer: Sendable, Hashable {
    /// 2xx; in `platform` with the status the agent has now.
    case accepted(LiveReading?)
    /// 409: a concurrent change, or an active wrap-up.
    case conflict(detail: String)
    /// 429; not before then.
    case throttled(until: Instant?)
    /// 403.
    case forbidden(MissingRight)
    /// 404.
    case notFound
    /// Any other 4xx.
    case rejected(http: Int, detail: String)
    /// It surely did not leave: no connection, no token, or CXone is known to be away.
    case notSent(detail: String)
    /// It left, and nobody knows what came of it: a 5xx, no answer in time, a broken connection.
    case lost(detail: String)

    package var label: String {
        switch self {
        case .accepted: "accepted"
        case .conflict: "conflict"
        case .throttled: "throttled"
        case .forbidden: "forbidden"
        case .notFound: "not_found"
        case .rejected: "rejected"
        case .notSent: "not_sent"
        case .lost: "lost"
        }
    }
}
