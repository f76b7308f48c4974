package import Notation

/// The beginning of one state in an agent's history; it lasts until the next mark, the last one until now.
package struct HistoryMark: Sendable, Hashable {
    package let start: UnixMicroseconds
    package let state: StateID
    /// Of a break.
    var reason: String?
    /// An unavailable code that was chosen by its number.
    var outStateID: Int?
    var contactID: Int?
    var isOutbound = false
    var isAfterCall = false

    init(start: UnixMicroseconds, state: StateID) {
        self.start = start
        self.state = state
    }

    init(_ moment: AgentMoment) {
        start = moment.since
        state = moment.status.stateID
        reason = moment.pauseReason
        outStateID = moment.outStateID
        contactID = moment.contactID
        isOutbound = moment.isOutbound
        isAfterCall = moment.isAfterCall
    }

    /// The same by a clock that is off by that much.
    func shifted(by skew: Int64) -> HistoryMark {
        var mark = HistoryMark(start: start + skew, state: state)
        (mark.reason, mark.outStateID, mark.contactID) = (reason, outStateID, contactID)
        (mark.isOutbound, mark.isAfterCall) = (isOutbound, isAfterCall)
        return mark
    }
}
