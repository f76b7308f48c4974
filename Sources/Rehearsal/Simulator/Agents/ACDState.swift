/// A state as the dialect `acd` numbers it: the same number means something else than in `platform`.
struct ACDState: Sendable, Hashable {
    let id: Int
    /// The code; only where the agent is unavailable, and not always there.
    var code: UnavailableCode?
    var contactID: Int?
    var isAfterCall = false

    private static let names = [
        "LoggedOut", "Available", "Unavailable", "InboundContact", "OutboundContact", "InboundConsult", "OutboundConsult", "Dialer",
        "LoggedIn",
    ]
    private static let (loggedOut, available, unavailable, inbound, outbound) = (0, 1, 2, 3, 4)

    var name: String {
        Self.names.indices.contains(id) ? Self.names[id] : "Unknown"
    }

    /// What this dialect shows of a mark in an agent's history, or of what the agent does now.
    init(_ mark: HistoryMark, in team: Team) {
        contactID = mark.contactID
        if mark.contactID != nil {
            id = mark.isOutbound ? Self.outbound : Self.inbound
            return
        }
        switch mark.state {
        case .offline: id = Self.loggedOut
        case .ready, .queueReady: id = Self.available
        case .busy, .queueBusy:
            id = Self.unavailable
            code = team.code(named: "Busy")
        case .onBreak:
            id = Self.unavailable
            code = mark.reason.flatMap { team.code(named: $0) } ?? team.code(named: "Break")
        case .paused:
            id = Self.unavailable
            code = team.code(named: "Training")
        case .notReady:
            id = Self.unavailable
            code = mark.isAfterCall ? team.afterCall : nil
        default: id = mark.state.rawValue
        }
        guard id == Self.unavailable else { return }
        code = mark.outStateID.flatMap { team.code($0) } ?? code
        isAfterCall = mark.isAfterCall || code?.isAfterCall == true
    }
}
