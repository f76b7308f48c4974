import Reconciliation

/// What the states of the dialect `acd` mean. Tenants may redefine them.
///
/// Unavailable is one state with many reasons: its meaning comes from the code, `ACDCodeNames`.
package struct ACDStateTable: Sendable, Hashable {
    package private(set) var table: StateTable
    /// States in which the agent is on a contact.
    package private(set) var contacts: Set<Int>
    /// States in which the agent may be on one.
    package private(set) var possibleContacts: Set<Int>

    /// Description of CXone's wire, dialect `acd`.
    package static let standard = ACDStateTable(
        table: StateTable([
            0: .init(label: "LOGGED_OUT", meaning: .status(.offline)),
            1: .init(label: "AVAILABLE", meaning: .status(.available)),
            2: .init(label: "UNAVAILABLE", meaning: .notReady),
            3: .init(label: "INBOUND_CONTACT", meaning: .status(.busy)),
            4: .init(label: "OUTBOUND_CONTACT", meaning: .status(.busy)),
            5: .init(label: "INBOUND_CONSULT", meaning: .status(.busy)),
            6: .init(label: "OUTBOUND_CONSULT", meaning: .status(.busy)),
            7: .init(label: "DIALER", meaning: .status(.busy)),
            8: .init(label: "LOGGED_IN", meaning: .notReady),
        ]),
        contacts: [3, 4, 5, 6],
        possibleContacts: [7]
    )

    /// The state that codes refine.
    static let unavailable = 2

    /// The table with some of its states put in, or put differently. Whether a state is a contact stays as it is.
    package func overridden(by others: [Int: StateTable.State]) -> ACDStateTable {
        var copy = self
        copy.table = table.overridden(by: others)
        return copy
    }

    func onContact(_ id: Int) -> Tristate {
        contacts.contains(id) ? .yes : possibleContacts.contains(id) ? .unknown : .no
    }
}
