/// The names of all labels, so that one thing has one name in every metric.
package enum MetricLabelName: String, CaseIterable, Sendable {
    /// The call of CXone's interface: token, user, status, put_status, history.
    case endpoint
    /// What a decision decided: apply, wait, hold, refuse, expire …
    case kind
    /// Calls that share a limit: token, reads, writes, history.
    case lane
    /// Which listener a request came to: intake, operators.
    case listener
    /// How a change ended: applied, already, refused, expired …
    case outcome
    /// Which of the reconciler's queues: ready, running, waiting.
    case queue
    /// The code of a refusal, a wait or a fault.
    case reason
    /// How an attempt ended: ok, or the class of its failure.
    case result
    /// The template of a route (`/v1/agents/{id}`), never the path itself.
    case route
    /// The state of a change, from the one vocabulary, or of a breaker.
    case state
    /// The class of an HTTP status: 2xx, 3xx, 4xx, 5xx.
    case status
    /// A configured tenant of CXone: as many as the configuration has.
    case tenant
    /// The type of an event or of a journal record.
    case type
    /// The version of the program.
    case version
}
