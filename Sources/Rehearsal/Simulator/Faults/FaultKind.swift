extension SimulatedFault {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Answers ``SimulatedFault/code`` before anything is looked at.
        case answer
        /// Never answers; ends when the client goes away or the simulator stops.
        case hang
        /// Resets the connection without an answer.
        case reset
        /// Does what was asked (a write takes effect), then hangs.
        case appliedThenTimeout = "applied_then_timeout"
        /// Does what was asked, sends half of the answer, then resets the connection.
        case halfAnswer = "half_answer"
        /// Answers JSON that is none.
        case malformed
        /// Does what was asked, and begins to answer after ``SimulatedFault/seconds``.
        case slowFirstByte = "slow_first_byte"
        /// A write is answered as if it had taken effect, and never does.
        case acknowledgedOnly = "acknowledged_only"
        /// A write is refused with 409.
        case conflict
        /// A live read shows what was ``SimulatedFault/seconds`` ago.
        case stale
        /// The server's clock is off by ``SimulatedFault/seconds``: in `Date`, in every time of the answer.
        case clockSkew = "clock_skew"
        /// A page of the history holds half of what it could, and goes on from there.
        case halfPage = "half_page"
        /// A page of the history names itself as the next one.
        case repeatedToken = "repeated_token"
        /// The token that the call carries is revoked before the call is looked at.
        case revokedToken = "revoked_token"
        /// From this call on every call is answered 429 for ``SimulatedFault/seconds``.
        case storm

        /// Whether it makes sense for a call.
        func fits(_ call: SimulatedCall) -> Bool {
            switch self {
            case .answer, .hang, .reset, .appliedThenTimeout, .halfAnswer, .slowFirstByte, .clockSkew, .storm: true
            case .malformed: call != .setState && call != .logout
            case .acknowledgedOnly, .conflict: call.isWrite
            case .stale: call.isLiveRead
            case .halfPage, .repeatedToken: call.isHistory
            case .revokedToken: !call.isToken && call != .discovery
            }
        }

        var usesSeconds: Bool {
            switch self {
            case .slowFirstByte, .stale, .clockSkew, .storm: true
            default: false
            }
        }
    }
}
