package import Reconciliation

/// What the numbers and names of a dialect's states mean. Tenants may redefine them.
package struct StateTable: Sendable, Hashable {
    /// What a state says about the five statuses.
    package enum Meaning: Sendable, Hashable {
        case status(Status)
        /// Not ready for contacts, and none of the five.
        case notReady
        case unknown
    }

    package struct State: Sendable, Hashable {
        package let label: String
        package let meaning: Meaning

        package init(label: String, meaning: Meaning) {
            self.label = label
            self.meaning = meaning
        }

        var live: LiveStatus {
            switch meaning {
            case .status(let status): .status(status)
            case .notReady: .notReady(label: label)
            case .unknown: .unknown(label: label)
            }
        }
    }

    package private(set) var states: [Int: State]

    package init(_ states: [Int: State]) {
        self.states = states
    }

    /// The table of the dialect `platform`.
    package static let platform = StateTable([
        1: State(label: "OFFLINE", meaning: .status(.offline)),
        2: State(label: "READY", meaning: .status(.available)),
        3: State(label: "BUSY", meaning: .status(.busy)),
        4: State(label: "BREAK", meaning: .status(.onBreak)),
        5: State(label: "PAUSED", meaning: .notReady),
        6: State(label: "NOT_READY", meaning: .notReady),
        7: State(label: "QUEUE_READY", meaning: .status(.available)),
        8: State(label: "QUEUE_BUSY", meaning: .status(.busy)),
    ])

    /// The table with some of its states put in, or put differently.
    package func overridden(by others: [Int: State]) -> StateTable {
        StateTable(states.merging(others) { _, other in other })
    }

    /// The state of an id; `UNKNOWN(n)` where the table has none.
    package func state(id: Int) -> State {
        states[id] ?? State(label: "UNKNOWN(\(id))", meaning: .unknown)
    }

    /// What the text of a live status means: one of the five statuses, a label of the table, or `UNKNOWN(n)`.
    ///
    /// The statuses come first: in the default table no label stands for another status than the one of its name.
    package func live(_ text: String) -> LiveStatus {
        if let status = Status.allCases.first(where: { Self.same($0.rawValue, text) }) { return .status(status) }
        // Sorted, so that two states with one label mean the same thing in every process.
        if let id = states.keys.sorted().first(where: { Self.same(states[$0]?.label, text) }) { return state(id: id).live }
        if let id = Self.numberOfUnknown(text) { return state(id: id).live }
        return .unknown(label: text)
    }

    private static func same(_ left: String?, _ right: String) -> Bool {
        left?.lowercased() == right.lowercased()
    }

    private static func numberOfUnknown(_ text: String) -> Int? {
        let start = "UNKNOWN("
        guard text.uppercased().hasPrefix(start), text.hasSuffix(")") else { return nil }
        return Int(text.dropFirst(start.count).dropLast())
    }
}
