import Reconciliation

/// Leave to make one call, as the breaker gives it.
package struct Permit: Sendable {
    /// When it became the call that finds out; nil for all others.
    let probe: Instant?
}
