/// The five statuses that a WFM can ask for.
package enum Status: String, Sendable, Hashable, CaseIterable {
    case available = "Available"
    case busy = "Busy"
    case onBreak = "Break"
    case training = "Training"
    case offline = "Offline"
}

/// What CXone says an agent is doing, as far as the five statuses can say it.
package enum LiveStatus: Sendable, Hashable {
    case status(Status)
    /// Not ready for contacts, and none of the five (PAUSED, NOT_READY). Training shows as one of these.
    case notReady(label: String)
    /// A state that the table of states does not know, such as `UNKNOWN(42)`.
    case unknown(label: String)

    /// The name that events, answers and tables show.
    package var label: String {
        switch self {
        case .status(let status): status.rawValue
        case .notReady(let label), .unknown(let label): label
        }
    }

    package var status: Status? {
        if case .status(let status) = self { status } else { nil }
    }
}

/// What a change asks for.
package struct Wanted: Sendable, Hashable {
    package var status: Status
    package var pauseReason: String?
    package var wrapUpCode: String?
    /// Go Available as soon as wrap-up ends (CXone's `autoAvailable`).
    package var forceAvailability: Bool
    package var respectWrapUp: Bool

    package init(
        status: Status,
        pauseReason: String? = nil,
        wrapUpCode: String? = nil,
        forceAvailability: Bool = false,
        respectWrapUp: Bool = true
    ) {
        self.status = status
        self.pauseReason = pauseReason
        self.wrapUpCode = wrapUpCode
        self.forceAvailability = forceAvailability
        self.respectWrapUp = respectWrapUp
    }
}

/// How well a live status fits a wanted one.
package enum Match: Sendable, Hashable {
    /// The same status; the reason is the same, or cannot be told, or `otherReason`.
    case equal(otherReason: Bool)
    /// The status fits but the exact one cannot be seen (PAUSED and NOT_READY for Training).
    case consistent
    case contradicts

    package init(live: LiveStatus, pauseReason: String?, wanted: Wanted) {
        switch live {
        case .status(let status) where status == wanted.status:
            let seen = pauseReason
            self = .equal(otherReason: status == .onBreak && seen != nil && seen != wanted.pauseReason)
        case .notReady where wanted.status == .training:
            self = .consistent
        case .status, .notReady, .unknown:
            self = .contradicts
        }
    }

    package var fits: Bool { self != .contradicts }
}
