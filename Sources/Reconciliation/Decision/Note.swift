/// What a rule found, as a code for programs and words for people.
package enum Note: Sendable, Hashable {
    // 0
    case noOpenIntent
    case writeShown(by: LiveReading.Origin)
    case writeDisproved
    case writeNotShownYet(until: Instant?)
    case writeNeverSettled
    // 1, 2
    case inTime
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
    case noShiftKnown
    // 6
    case valuesKnown
    case pauseReasonUnknown(String)
    case notOffered(why: String)
    // 7
    case alreadySo(otherReason: String?)
    case alreadyByUs
    case busyByContact
    case notYetSo(LiveStatus)
    // 10, 11
    case loggedIn
    case loggedOut
    case onContact
    case contactPossible
    case contactAllowed
    case inWrapUp
    case wrapUpAllowed
    case wrapUpSkipped
    case availableAfterWrapUp
    case contactFree
    case contactUnseen
    // 15
    case write(Status)

    package var code: String {
        switch self {
        case .noOpenIntent: "no_open_intent"
        case .writeShown: "write_shown"
        case .writeDisproved: "write_disproved"
        case .writeNotShownYet: "write_not_shown_yet"
        case .writeNeverSettled: "write_never_settled"
        case .inTime: "in_time"
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
        case .notYetSo: "not_yet_so"
        case .loggedIn: "logged_in"
        case .loggedOut: "logged_out"
        case .onContact: "on_contact"
        case .contactPossible: "contact_possible"
        case .contactAllowed: "contact_allowed"
        case .inWrapUp: "in_wrap_up"
        case .wrapUpAllowed: "wrap_up_allowed"
        case .wrapUpSkipped: "wrap_up_skipped"
        case .availableAfterWrapUp: "available_after_wrap_up"
        case .contactFree: "contact_free"
        case .contactUnseen: "contact_unseen"
        case .write: "write"
        }
    }
}
