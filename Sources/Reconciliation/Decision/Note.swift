/// What a rule found, as a code for programs and words for people.
package enum Note: Sendable, Hashable {
    // 0
    case noOpenIntent
    case writeShown(by: LiveReading.Origin)
    case writeDisproved
    case writeNotShownYet(until: Instant?)
    case writeNeverSettled
    case queuedBehindContact
    case queuedWithdrawn
    // 1, 2
    case inTime
    case stillInForce
    case tooLate(expiredAt: Instant)
    case writesOn
    case writesOff
    // 3
    case cxoneAway(until: Instant?)
    case cxoneFailed(ReadFault)
    case liveKnown(LiveStatus)
    case liveUnknownGoesOn(String)
    case liveUnknownWaits(String)
    case liveUnread
    case needs(Verdict.Look)
    // 4
    case userKnown(role: String)
    case userNotFound
    case userSuspended
    case rightMissing(MissingRight)
    case roleMissing(has: [String], needsOneOf: [String])
    // 5
    case offlineAnyTime
    case insideShift
    case outsideShift
    case noShiftKnown(why: String?)
    // 6
    case valuesKnown
    case pauseReasonUnknown(String)
    case notOffered(why: String)
    // 7
    case alreadySo(otherReason: String?)
    case alreadyByUs
    case busyByContact
    case seenBeforeWrite
    case notYetSo(LiveStatus)
    // 8, 9
    case unmoved
    case asLastSeen
    case historyUnread(ReadFault)
    case historyShort
    case historyLate
    case historyHoled([HistoryGap])
    case notSatisfiable
    case appliedBefore
    case satisfied(long: Duration)
    case nothingSatisfies
    case notOverruled
    case overruledHeld(PersonMove, until: Instant?)
    case overruledLeft(PersonMove)
    case overruleOver(PersonMove)
    case overruledCorrected(PersonMove)
    case overruledReported(PersonMove)
    // 10, 11
    case loggedIn
    case loggedOut
    case onContact
    case contactPossible
    case contactAllowed
    case contactQueued
    case inWrapUp
    case wrapUpAllowed
    case wrapUpQueued
    case wrapUpSkipped
    case contactFree
    case contactUncertain
    case contactUnseen
    // 12
    case noCorrection
    case correction(number: Int, of: Int)
    case fightOver
    case fight(corrections: Int)
    // 13, 14
    case stampedeUncounted
    case agentsUncounted(moving: Int)
    case stampedeExempt
    case stampedeReleased
    case plannedAhead
    case noStampede
    case stampede(moving: Int, of: Int)
    case stampedeOffline(Int)
    case stampedeHeld
    case noShadow
    case shadowed
    // 15
    case write(Status)
    case budgetSpent
    case awayBeforeWrite

    package var code: String {
        switch self {
        case .noOpenIntent: "no_open_intent"
        case .writeShown: "write_shown"
        case .writeDisproved: "write_disproved"
        case .writeNotShownYet: "write_not_shown_yet"
        case .writeNeverSettled: "write_never_settled"
        case .queuedBehindContact: "queued_behind_contact"
        case .queuedWithdrawn: "queued_withdrawn"
        case .inTime: "in_time"
        case .stillInForce: "still_in_force"
        case .tooLate: "too_late"
        case .writesOn: "writes_on"
        case .writesOff: "writes_off"
        case .cxoneAway: "cxone_away"
        case .cxoneFailed: "cxone_failed"
        case .liveKnown: "live_known"
        case .liveUnknownGoesOn: "live_unknown_goes_on"
        case .liveUnknownWaits: "live_unknown_waits"
        case .liveUnread: "live_unread"
        case .needs: "needs_reading"
        case .userKnown: "user_known"
        case .userNotFound: "user_not_found"
        case .userSuspended: "user_suspended"
        case .rightMissing: "right_missing"
        case .roleMissing: "role_missing"
        case .offlineAnyTime: "offline_any_time"
        case .insideShift: "inside_shift"
        case .outsideShift: "outside_shift"
        case .noShiftKnown: "no_shift_known"
        case .valuesKnown: "values_known"
        case .pauseReasonUnknown: "pause_reason_unknown"
        case .notOffered: "not_offered"
        case .alreadySo: "already_so"
        case .alreadyByUs: "already_by_us"
        case .busyByContact: "busy_by_contact"
        case .seenBeforeWrite: "seen_before_write"
        case .notYetSo: "not_yet_so"
        case .unmoved: "unmoved"
        case .asLastSeen: "as_last_seen"
        case .historyUnread: "history_unread"
        case .historyShort: "history_short"
        case .historyLate: "history_late"
        case .historyHoled: "history_holed"
        case .notSatisfiable: "not_satisfiable"
        case .appliedBefore: "applied_before"
        case .satisfied: "satisfied"
        case .nothingSatisfies: "nothing_satisfies"
        case .notOverruled: "not_overruled"
        case .overruledHeld: "overruled_held"
        case .overruledLeft: "overruled_left"
        case .overruleOver: "overrule_over"
        case .overruledCorrected: "overruled_corrected"
        case .overruledReported: "overruled_reported"
        case .loggedIn: "logged_in"
        case .loggedOut: "logged_out"
        case .onContact: "on_contact"
        case .contactPossible: "contact_possible"
        case .contactAllowed: "contact_allowed"
        case .contactQueued: "contact_queued"
        case .inWrapUp: "in_wrap_up"
        case .wrapUpAllowed: "wrap_up_allowed"
        case .wrapUpQueued: "wrap_up_queued"
        case .wrapUpSkipped: "wrap_up_skipped"
        case .contactFree: "contact_free"
        case .contactUncertain: "contact_uncertain"
        case .contactUnseen: "contact_unseen"
        case .noCorrection: "no_correction"
        case .correction: "correction"
        case .fightOver: "fight_over"
        case .fight: "fight"
        case .stampedeUncounted: "stampede_uncounted"
        case .agentsUncounted: "agents_uncounted"
        case .stampedeExempt: "stampede_exempt"
        case .stampedeReleased: "stampede_released"
        case .plannedAhead: "planned_ahead"
        case .noStampede: "no_stampede"
        case .stampede: "stampede"
        case .stampedeOffline: "stampede_offline"
        case .stampedeHeld: "stampede_held"
        case .noShadow: "no_shadow"
        case .shadowed: "shadowed"
        case .budgetSpent: "budget_spent"
        case .awayBeforeWrite: "away_before_write"
        case .write: "write"
        }
    }
}
