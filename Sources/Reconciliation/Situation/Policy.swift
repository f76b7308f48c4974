/// What operators can choose. The values here are the defaults.
package struct Policy: Sendable, Hashable {
    /// What to do with a write while the agent is on a contact or in wrap-up.
    package enum OnContact: String, Sendable, Hashable, CaseIterable {
        case `defer`, apply, refuse
    }

    /// What to do with a change for an agent who is logged out.
    package enum LoggedOut: String, Sendable, Hashable, CaseIterable {
        case wait, refuse
    }

    /// What becomes of a change that a person has overruled.
    package enum Override: Sendable, Hashable {
        case untilNextChange
        case lasting(Duration)
        case wfmWins
        case reportOnly
    }

    /// What becomes of a status that left its change without anybody's doing.
    package enum Drift: String, Sendable, Hashable, CaseIterable {
        case report, correct
    }

    package var onContact: OnContact = .defer
    package var loggedOut: LoggedOut = .wait
    package var override: Override = .untilNextChange
    package var drift: Drift = .report
    /// The tenant's pause reasons.
    package var pauseReasons: [String] = Policy.standardPauseReasons
    /// One of these roles lets a user's status be changed.
    package var roles: [String] = ["Agent", "Supervisor"]
    /// How far outside a shift a change is still allowed.
    package var shiftGrace: Duration = .minutes(5)
    /// An older reading of the live status is read again.
    package var liveMaxAge: Duration = .seconds(10)
    /// An older reading of roles and shift is read again.
    package var userMaxAge: Duration = .minutes(5)
    /// How long another user's readability proves that a 403 is not a missing right.
    package var readableWitness: Duration = .minutes(5)
    /// From when on a read that does not show a write proves that it did not happen. CXone's calls end within 10 s.
    package var intentSettling: Duration = .seconds(10)
    /// How long an open intent is looked up at least before it is given up.
    package var intentPatience: Duration = .minutes(15)
    /// How long reads may take to show a write that CXone acknowledged.
    package var showingTime: Duration = .seconds(20)
    /// Acknowledged writes that no read shows, before the change fails.
    package var ineffectiveWrites: Int = 3
    package var firstLook: Duration = .seconds(5)
    package var slowestLook: Duration = .seconds(30)

    package init() {}

    package static let standardPauseReasons = ["IT Issue", "Queue Full", "Skill Gap", "Manager Meeting", "System Maintenance"]
}
