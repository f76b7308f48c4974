package import Notation

/// What an agent is doing, and since when: everything that both dialects show of it.
package struct AgentMoment: Sendable, Hashable {
    package var status: SimulatedStatus
    package var pauseReason: String?
    package var wrapUpCode: String?
    /// An unavailable code that was chosen by its number; nil: what status and reason say.
    package var outStateID: Int?
    /// The contact that the agent is on.
    package var contactID: Int?
    package var isOutbound = false
    /// The work after a contact.
    package var isAfterCall = false
    package var since: UnixMicroseconds
    /// The last change of any of this; later than ``since`` where the state itself stayed.
    package var updatedAt: UnixMicroseconds
    package var movedBy: SimulatedAgent.Mover

    /// Whether the agent does the same, whoever began it and when.
    func isSame(as other: AgentMoment) -> Bool {
        status == other.status && pauseReason == other.pauseReason && wrapUpCode == other.wrapUpCode && outStateID == other.outStateID
            && contactID == other.contactID && isOutbound == other.isOutbound && isAfterCall == other.isAfterCall
    }
}
