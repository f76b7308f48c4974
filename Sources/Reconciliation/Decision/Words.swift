extension Note {
    /// The finding in words a supervisor understands.
    package var words: String {
        switch self {
        case .noOpenIntent: "no earlier write is waiting to be settled"
        case .writeShown(by: .response): "CXone's answer shows the written status"
        case .writeShown(by: .read): "the live status shows the written status"
        case .writeShown(by: .history): "the state history shows the written status"
        case .writeDisproved: "reading CXone shows that the earlier write did not take effect"
        case .writeNotShownYet: "it is not known yet whether the earlier write took effect; nothing is written meanwhile"
        case .writeNeverSettled: "it could not be found out in time whether the earlier write took effect"
        case .queuedBehindContact: "the change was written during a contact; CXone makes it when contact and wrap-up end"
        case .queuedWithdrawn: "the change waits in CXone for the end of a contact and is not wanted any more; it is taken back"
        case .inTime: "the change has not expired"
        case .stillInForce: "the change was made in time and is still in force"
        case .tooLate: "the change's time to act is over"
        case .writesOn: "writes to CXone are on"
        case .writesOff: "an operator has paused all writes to CXone"
        case .cxoneAway: "CXone cannot be reached at present"
        case .cxoneFailed(let fault): "CXone could not be read: \(fault.words)"
        case .liveKnown(let live): "CXone shows the agent as \(live.label)"
        case .liveUnknownGoesOn(let label): "the live status is not known (\(label)); this change may go on without it"
        case .liveUnknownWaits(let label): "the live status is not known (\(label)); this change needs it"
        case .liveUnread: "CXone does not let the live status be read; whose fault that is, the user's record tells"
        case .needs(.live): "the live status must be read"
        case .needs(.user): "roles and shift must be read"
        case .needs(.history): "the state history must be read"
        case .userKnown(let role): "the user is known and has the role \(role)"
        case .userNotFound: "CXone does not know this user"
        case .userSuspended: "CXone refuses this user while it shows others: suspended or deleted"
        case .rightMissing(let right): "the right \(right.right) is missing; it is granted under \(right.grantedUnder)"
        case .roleMissing(let has, let needs):
            "the user has none of the roles \(needs.joined(separator: ", "))"
                + (has.isEmpty ? " (no role at all)" : " (only \(has.joined(separator: ", ")))")
        case .offlineAnyTime: "Offline is allowed outside the shift as well"
        case .insideShift: "the agent is in shift"
        case .outsideShift: "the agent is out of shift"
        case .noShiftKnown(nil): "no shift is known, so it was not checked"
        case .noShiftKnown(let why?): "no shift is known, so it was not checked: \(why)"
        case .valuesKnown: "the tenant knows the requested values"
        case .pauseReasonUnknown(let reason): "the tenant has no pause reason \"\(reason)\""
        case .notOffered(let why): why
        case .alreadySo(nil): "the agent has this status already"
        case .alreadySo(let other?): "the agent has this status already, with the reason \"\(other)\""
        case .alreadyByUs: "what CXone shows fits the status that the bridge wrote last"
        case .busyByContact: "the agent is Busy with a contact, which is not the Busy that was asked for"
        case .seenBeforeWrite: "CXone shows a state from before the bridge's last write, which had been seen to take effect"
        case .notYetSo(let live): "the agent is \(live.label), so there is something to do"
        case .unmoved: "the agent has not moved since"
        case .asLastSeen: "the agent is as the bridge last saw it, so the history was not read"
        case .historyUnread(let fault): "the state history could not be read, so this was not checked: \(fault.words)"
        case .historyLate: "the state history does not show yet how the agent came to be in this state"
        case .historyHoled(let gaps):
            "the state history leaves out \(gaps.map { "\($0.from.spoken) to \($0.to.spoken)" }.joined(separator: ", "));"
                + " this was not checked for that time"
        case .historyShort: "the state history could not be read whole and shows nothing; this was not checked to the end"
        case .notSatisfiable: "a change to this status is always made"
        case .appliedBefore: "the bridge made this change before, so nothing else can have done it instead"
        case .satisfied(let long): "the agent was in this status already, for \(long.spoken), and came back"
        case .nothingSatisfies: "the agent has not been in this status long enough for the change to count as done"
        case .notOverruled: "nobody has moved the agent since the change was due"
        case .overruledHeld(let move, nil):
            "\(move.words), after the change was due; it is held until the next change or a release"
        case .overruledHeld(let move, let until?): "\(move.words), after the change was due; it is held until \(until.spoken)"
        case .overruledLeft(let move): "\(move.words); the policy reports that and leaves it so"
        case .overruleOver(let move): "\(move.words); the time for which that counts is over"
        case .overruledCorrected(let move): "\(move.words); by policy the WFM's change counts more"
        case .overruledReported(let move): "\(move.words); the policy reports that and lets the change go on"
        case .loggedIn: "the agent is logged in"
        case .loggedOut: "the agent is logged out; contacts must not be offered to an empty chair"
        case .onContact: "the agent is on a contact"
        case .contactPossible: "the agent could be on a contact, and Offline would cut it off"
        case .contactAllowed: "the agent is on a contact; the policy lets the change go out all the same"
        case .contactQueued: "the agent is on a contact; the change goes out and CXone makes it when the contact ends"
        case .inWrapUp: "the agent is in wrap-up"
        case .wrapUpAllowed: "the agent is in wrap-up; the policy lets the change go out all the same"
        case .wrapUpQueued: "the agent is in wrap-up; the change goes out and CXone makes it when wrap-up ends"
        case .wrapUpSkipped: "wrap-up does not count: the request does not respect it"
        case .contactFree: "the agent is neither on a contact nor in wrap-up"
        case .contactUncertain: "the agent is not in wrap-up; whether there is a contact cannot be seen"
        case .contactUnseen: "wrap-up cannot be seen here; CXone is asked to respect it and refuses the write otherwise"
        case .noCorrection: "this write corrects nobody"
        case .correction(let number, let limit): "this write is correction \(number) of at most \(limit) in a short time"
        case .fightOver: "the fight over this agent is over"
        case .fight(let corrections):
            "the bridge has corrected this agent \(corrections) times in a short time; somebody or something keeps moving the agent back"
        case .stampedeUncounted: "how many agents are to be moved at once was not counted"
        case .agentsUncounted(let moving):
            "\(moving) agents are to be moved at once; how many the tenant has is not known, so no share of them is too many"
        case .stampedeExempt: "this source may move as many agents at once as it likes"
        case .stampedeReleased: "an operator has let this source's changes go"
        case .plannedAhead: "the change was known well before it was due"
        case .noStampede: "no unusual number of agents is to be moved at once"
        case .stampede(let moving, let known):
            "\(moving) of \(known) agents are to be moved at once, at short notice; an operator must agree"
        case .stampedeOffline(let count): "\(count) agents are to be sent Offline at once, at short notice; an operator must agree"
        case .stampedeHeld: "the change was held as one of too many at once; an operator must agree"
        case .noShadow: "the bridge is to write, not only to watch"
        case .shadowed: "the bridge only watches here: it would have written now"
        case .budgetSpent: "the tenant's budget of calls is spent for now; the write waits for its turn"
        case .awayBeforeWrite: "nothing else stands in the way, but CXone cannot be reached at present"
        case .write(let status): "nothing stands in the way of \(status.rawValue)"
        }
    }
}

extension ReadFault {
    package var words: String {
        switch self {
        case .unavailable(let detail): detail
        case .throttled: "no call may be made for a while: CXone asked for fewer (429), or the budget below its limit is spent"
        case .forbidden(let right): "the right \(right.right) is missing, or the user is suspended"
        case .notFound: "it does not know this user"
        }
    }
}

extension PersonMove {
    /// Who the person was, CXone does not say.
    fileprivate var words: String {
        "a person moved the agent\(from.map { " from \($0)" } ?? "") to \(status) at \(at.spoken)"
    }
}

extension Instant {
    /// The time of day; the day is where the decision's own time is.
    fileprivate var spoken: String {
        let seconds = microseconds / 1_000_000 % 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)) UTC"
    }
}

extension Duration {
    /// In words, whole minutes from two minutes on.
    fileprivate var spoken: String {
        let seconds = inMicroseconds / 1_000_000
        return seconds >= 120 ? "\(seconds / 60) minutes" : "\(seconds) s"
    }
}
