import Reconciliation

/// Leave to make one call now.
package struct Turn: Sendable, Hashable {
    /// The running number of the call.
    let number: Int
    let lane: CallLane
    let at: Instant
    /// Calls a second that left around then.
    let rate: Double
    /// Calls of one epoch left before the rate was last lowered, or after it.
    let epoch: Int
    /// How long it was waited for.
    let waited: Duration
}
