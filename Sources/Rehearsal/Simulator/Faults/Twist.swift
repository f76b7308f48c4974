import Notation

/// How a call that is served is served otherwise than it should be.
struct Twist: Sendable, Hashable {
    enum Ending: Sendable, Hashable {
        case whole
        /// No answer at all.
        case hang
        /// Half of the answer, then a reset.
        case half
        /// An answer whose JSON is broken.
        case malformed
    }

    var ending = Ending.whole
    /// Microseconds until the first byte of the answer.
    var delay: Int64 = 0
    /// A write is not carried out.
    var acknowledgesOnly = false
    /// Microseconds by which a live read is late.
    var staleness: Int64 = 0
    /// Microseconds by which the server's clock is ahead.
    var skew: Int64 = 0
    var halvesPages = false
    var repeatsTokens = false

    init() {}

    /// What a fault that does not refuse makes of a call.
    init(_ fault: SimulatedFault) {
        let span = Int64(fault.seconds * 1_000_000)
        switch fault.kind {
        case .appliedThenTimeout: ending = .hang
        case .halfAnswer: ending = .half
        case .malformed: ending = .malformed
        case .slowFirstByte: delay = span
        case .acknowledgedOnly: acknowledgesOnly = true
        case .stale: staleness = span
        case .clockSkew: skew = span
        case .halfPage: halvesPages = true
        case .repeatedToken: repeatsTokens = true
        case .answer, .hang, .reset, .conflict, .revokedToken, .storm: break
        }
    }
}
