/// A state as the history counts it: a number that a tenant may redefine, with the platform's default labels.
package struct StateID: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let offline = StateID(rawValue: 1)
    package static let ready = StateID(rawValue: 2)
    package static let busy = StateID(rawValue: 3)
    package static let onBreak = StateID(rawValue: 4)
    package static let paused = StateID(rawValue: 5)
    package static let notReady = StateID(rawValue: 6)
    package static let queueReady = StateID(rawValue: 7)
    package static let queueBusy = StateID(rawValue: 8)

    private static let labels = ["OFFLINE", "READY", "BUSY", "BREAK", "PAUSED", "NOT_READY", "QUEUE_READY", "QUEUE_BUSY"]

    package var label: String {
        Self.labels.indices.contains(rawValue - 1) ? Self.labels[rawValue - 1] : "UNKNOWN(\(rawValue))"
    }

    /// Reads a label back: one of the eight, or `UNKNOWN(n)`.
    package init?(label: some StringProtocol) {
        if let place = Self.labels.firstIndex(where: { $0 == label }) {
            self.init(rawValue: place + 1)
        } else if label.hasPrefix("UNKNOWN("), label.hasSuffix(")"), let number = Int(label.dropFirst(8).dropLast()), number >= 0 {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }
}

/// The live status of an agent: one of the five that a client may set, or a state that only the platform enters.
package enum SimulatedStatus: Sendable, Hashable {
    /// The five that `PUT …/status` takes.
    package enum Named: String, Sendable, Hashable, CaseIterable {
        case available = "Available"
        case busy = "Busy"
        case onBreak = "Break"
        case training = "Training"
        case offline = "Offline"

        /// Training has no state of its own: it shows as PAUSED. NOT_READY is wrap-up and what has no reason.
        var stateID: StateID {
            switch self {
            case .available: .ready
            case .busy: .busy
            case .onBreak: .onBreak
            case .training: .paused
            case .offline: .offline
            }
        }
    }

    case named(Named)
    case state(StateID)

    package static let available = SimulatedStatus.named(.available)
    package static let offline = SimulatedStatus.named(.offline)

    /// Reads a status or a state's label.
    package init?(text: some StringProtocol) {
        if let named = Named(rawValue: String(text)) {
            self = .named(named)
        } else if let state = StateID(label: text) {
            self = .state(state)
        } else {
            return nil
        }
    }

    /// What the live status call answers.
    package var text: String {
        switch self {
        case .named(let named): named.rawValue
        case .state(let state): state.label
        }
    }

    package var stateID: StateID {
        switch self {
        case .named(let named): named.stateID
        case .state(let state): state
        }
    }
}
