/// Rule 4: the user must exist, be readable, and have one of the roles.
@Sendable
func knownAndAllowedRule(_ d: inout Deliberation) -> Verdict? {
    guard let readAt = d.situation.agent.user.at, d.now - readAt <= d.policy.userMaxAge else {
        return d.rule(.knownAndAllowed, .needs(.user), .look(.user))
    }
    // A refusal rests on a reading of now, not on one remembered.
    let isFresh = d.now - readAt <= d.policy.liveMaxAge
    switch d.situation.agent.user {
    case .notTaken:
        return d.rule(.knownAndAllowed, .needs(.user), .look(.user))
    case .failed where !isFresh:
        return d.rule(.knownAndAllowed, .needs(.user), .look(.user))
    case .failed(.notFound, _):
        d.compliance.roleChecked = .failed
        return d.rule(.knownAndAllowed, .userNotFound, .refuse(.unknownUser))
    case .failed(.forbidden(let right), _):
        if let witness = d.situation.fleet.otherUserReadableAt, d.now - witness <= d.policy.readableWitness {
            d.compliance.roleChecked = .failed
            return d.rule(.knownAndAllowed, .userSuspended, .refuse(.suspendedUser))
        }
        return d.rule(.knownAndAllowed, .rightMissing(right), .wait(.notPermitted, until: nil))
    case .failed(.throttled(let until), _):
        return d.rule(.knownAndAllowed, .cxoneFailed(.throttled(until: until)), .wait(.budget, until: until))
    case .failed(.unavailable(let detail), _):
        return d.rule(.knownAndAllowed, .cxoneFailed(.unavailable(detail: detail)), .wait(.cxoneUnavailable, until: nil))
    case .taken(let user, _):
        guard let role = user.roles.first(where: { d.policy.roles.contains($0) }) else {
            guard isFresh else { return d.rule(.knownAndAllowed, .needs(.user), .look(.user)) }
            d.compliance.roleChecked = .failed
            let note = Note.roleMissing(has: user.roles, needsOneOf: d.policy.roles)
            return d.rule(.knownAndAllowed, note, .refuse(.roleMissing))
        }
        switch d.freshLive {
        case .failed(.forbidden(let right), _):
            return d.rule(.knownAndAllowed, .rightMissing(right), .wait(.notPermitted, until: nil))
        case .failed(.notFound, _) where [.available, .offline].contains(d.desired.wanted.status):
            return d.rule(.knownAndAllowed, .liveUnknownWaits("not found"), .wait(.liveUnknown, until: nil))
        default:
            d.compliance.roleChecked = user.roleCheckMissing.map { .notRun(reason: $0) } ?? .passed
            return d.pass(.knownAndAllowed, .userKnown(role: role))
        }
    }
}

/// Rule 5: changes are made in shift; going Offline is always allowed.
@Sendable
func shiftRule(_ d: inout Deliberation) -> Verdict? {
    if d.desired.wanted.status == .offline {
        d.compliance.shiftValidated = .notRun(reason: "Offline is allowed at any time")
        return d.pass(.shift, .offlineAnyTime)
    }
    guard let user = d.situation.agent.user.value else { return d.pass(.shift, .noShiftKnown(why: nil)) }
    switch shiftHolds(published: d.situation.agent.publishedShift, user: user, at: d.now, grace: d.policy.shiftGrace) {
    case nil:
        d.compliance.shiftValidated = .notRun(reason: user.shiftCheckMissing.map { "no shift is known: \($0)" } ?? "no shift is known")
        return d.pass(.shift, .noShiftKnown(why: user.shiftCheckMissing))
    case true?:
        d.compliance.shiftValidated = .passed
        return d.pass(.shift, .insideShift)
    case false?:
        guard let readAt = d.situation.agent.user.at, d.now - readAt <= d.policy.liveMaxAge else {
            return d.rule(.shift, .needs(.user), .look(.user))
        }
        d.compliance.shiftValidated = .failed
        return d.rule(.shift, .outsideShift, .refuse(.outOfShift))
    }
}

/// Whether a time lies in the agent's shift, widened by a grace; nil if no shift is known.
///
/// What the WFM published counts for the spans that it covers, outside of them CXone's own schedule does, of whose `shiftSchedule`
/// either end may be absent. The grace of either reaches into the other.
package func shiftHolds(published: PublishedShift, user: User, at time: Instant, grace: Duration) -> Bool? {
    if published.segments.contain(time, grace: grace) { return true }
    let own = user.ownShift
    let elsewhere = (own ?? [.always]).without(published.covered)
    guard elsewhere.contain(time, grace: grace) else { return false }
    return own == nil ? nil : true
}

extension User {
    /// The shift that CXone itself has of the user; nil where it has none.
    fileprivate var ownShift: [ShiftSegment]? {
        if !shifts.isEmpty { return shifts }
        if shiftStart == nil, shiftEnd == nil { return nil }
        return [ShiftSegment(start: shiftStart ?? ShiftSegment.always.start, end: shiftEnd ?? ShiftSegment.always.end)]
    }
}

extension ShiftSegment {
    fileprivate static let always = ShiftSegment(start: Instant(microseconds: .min / 2), end: Instant(microseconds: .max / 2))
}

/// Rule 6: the tenant must know the values that were asked for, and the agent's team must have codes for them.
@Sendable
func tenantValuesRule(_ d: inout Deliberation) -> Verdict? {
    let wanted = d.desired.wanted
    if let reason = wanted.pauseReason, !d.policy.pauseReasons.contains(reason) {
        return d.rule(.tenantValues, .pauseReasonUnknown(reason), .refuse(.unknownPauseReason))
    }
    let isOnContact = d.freshLive.value?.onContact == .yes
    guard case .taken(let user, let readAt) = d.situation.agent.user,
        let why = user.offer?.refusal(of: wanted, onContact: isOnContact)
    else {
        return d.pass(.tenantValues, .valuesKnown)
    }
    // A refusal rests on a reading of now, not on one remembered.
    guard d.now - readAt <= d.policy.liveMaxAge else { return d.rule(.tenantValues, .needs(.user), .look(.user)) }
    return d.rule(.tenantValues, .notOffered(why: why), .refuse(.unknownPauseReason))
}
