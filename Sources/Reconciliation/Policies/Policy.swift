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
        /// It is held until the next change.
        case untilNextChange
        /// It is held for so long after the person's move.
        case lasting(Duration)
        /// It is written all the same, under the rules that follow.
        case wfmWins
        /// A change that is still to be made is made; one in force is left overruled. Either way it is reported.
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
    /// Everything but the write.
    package var shadow = false
    /// Contacts are reported as well: noise to a WFM that asked for statuses.
    package var reportsContacts = false
    /// Who takes one of these and comes back is not sent there again.
    package var satisfiable: [Status] = [.onBreak]
    /// Its sources may move as many agents at once as they like.
    package var isStampedeExempt = false
    /// In a plan who goes unavailable goes before who becomes available.
    package var unavailableFirst = true
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
    /// How long before its time a break may begin that satisfies a change; never longer than the change's grace.
    package var satisfyingLead: Duration = .minutes(15)
    /// How long it must have lasted at least.
    package var satisfyingTime: Duration = .minutes(1)
    /// Corrections of one agent within the window before it is a fight.
    package var fightLimit: Int = 3
    package var fightWindow: Duration = .minutes(10)
    /// How long a fight is held before it is released by itself.
    package var fightHold: Duration = .minutes(30)
    /// Percent of the agents that one source may move at once.
    package var stampedeShare: Int = 20
    /// Agents that one source may always move at once.
    package var stampedeCount: Int = 50
    /// A change accepted at least this long before it is due was planned, and is no part of a stampede.
    package var stampedeNotice: Duration = .minutes(10)
    /// Changes due within this are moved at once.
    package var stampedeWindow: Duration = .seconds(60)

    package init() {}

    package static let standardPauseReasons = ["IT Issue", "Queue Full", "Skill Gap", "Manager Meeting", "System Maintenance"]
}
