/// Where a requested change stands. One vocabulary in code, store, events, journal and answers.
package enum ChangeState: String, Sendable, Hashable, CaseIterable {
    case scheduled, due, waiting, held, applying
    case applied, already, satisfied, refused, expired, superseded, cancelled, failed, shadowed

    /// Nothing more happens to a change in such a state.
    package var isFinal: Bool {
        switch self {
        case .scheduled, .due, .waiting, .held, .applying: false
        case .applied, .already, .satisfied, .refused, .expired, .superseded, .cancelled, .failed, .shadowed: true
        }
    }
}

/// What an event, a journal record or an answer says came of it.
package enum Outcome: String, Sendable, Hashable, CaseIterable {
    case applied, already, satisfied, observed, backfilled
    case refused, expired, superseded, cancelled, failed
    case waiting, held, shadow
}

/// Why an agent's status came to be what an event reports.
package enum Cause: String, Sendable, Hashable, CaseIterable {
    case request, override, drift, gap, contact
}

/// Why a change waits.
package enum WaitReason: String, Sendable, Hashable, CaseIterable {
    case onContact = "on_contact"
    case wrapUp = "wrap_up"
    case loggedOut = "logged_out"
    case paused
    case budget
    case cxoneUnavailable = "cxone_unavailable"
    case liveUnknown = "live_unknown"
    case notPermitted = "not_permitted"
    case outcomeUnknown = "outcome_unknown"
}

/// Why a change is held until somebody or something releases it.
package enum HoldReason: String, Sendable, Hashable, CaseIterable {
    case override, fight, stampede
}

/// Why a change was refused when its time had come.
package enum RefusalCode: String, Sendable, Hashable, CaseIterable {
    case unknownUser = "unknown_user"
    case suspendedUser = "suspended_user"
    case roleMissing = "role_missing"
    case outOfShift = "out_of_shift"
    case unknownPauseReason = "unknown_pause_reason"
    case onContact = "on_contact"
    case loggedOut = "logged_out"
}

/// Why a change failed.
package enum FailureCode: Sendable, Hashable, CustomStringConvertible {
    case notEffective
    case outcomeUnknown
    /// CXone's answer, which no retry can mend.
    case cxone(http: Int)

    package var description: String {
        switch self {
        case .notEffective: "not_effective"
        case .outcomeUnknown: "outcome_unknown"
        case .cxone(let http): "cxone_\(http)"
        }
    }
}
