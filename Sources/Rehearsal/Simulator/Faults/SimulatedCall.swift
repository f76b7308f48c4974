/// The calls of the dialect `platform`, as faults and the call log name them.
package enum SimulatedCall: String, Sendable, Hashable, CaseIterable {
    case token
    case user
    case status
    case putStatus = "put_status"
    case history
}
