import Notation

/// A contact that an agent is on, and what is known of its end.
struct AgentContact: Sendable, Hashable {
    let id: Int
    let since: UnixMicroseconds
    /// nil: until somebody ends it.
    let endsAt: UnixMicroseconds?
    /// The wrap-up that follows; 0: none.
    let wrapUpSeconds: Double
    /// What the agent did before, and does again where nothing else was asked for.
    let before: SimulatedStatus
    let beforeReason: String?
}

/// A state that a client asked for, in the words of neither dialect.
struct StateOrder: Sendable, Hashable {
    let status: SimulatedStatus
    var pauseReason: String?
    var wrapUpCode: String?
    var outStateID: Int?
    var isAfterCall = false
    /// Microseconds after which the platform logs the agent out.
    var timeout: Int64?
    /// Go Available when a wrap-up ends.
    var autoAvailable = false

    init(_ status: SimulatedStatus) {
        self.status = status
    }

    /// As the dialect `platform` asks for it.
    init(_ order: StatusOrder) {
        status = .named(order.status)
        pauseReason = order.pauseReason
        wrapUpCode = order.wrapUpCode
        autoAvailable = order.autoAvailable
    }

    /// An unavailable code as the dialect `acd` asks for it.
    init(_ code: UnavailableCode, pauseReasons: [String]) {
        (status, pauseReason) = code.meaning(pauseReasons: pauseReasons)
        outStateID = code.id
        isAfterCall = code.isAfterCall
        timeout = Int64(code.timeoutMinutes) * 60_000_000
    }
}

/// What became of a state that a client asked for.
enum StateEffect: Sendable, Hashable {
    case applied
    /// It takes effect when the contact and the wrap-up after it have ended.
    case queued
    case none
}

/// What happens to a state that is asked for while the agent is on a contact.
package enum OnContact: String, Sendable, Hashable, CaseIterable {
    case queue
    /// 409.
    case refuse
    /// At once; the contact is lost.
    case apply
}
