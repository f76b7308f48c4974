/// Rule 1: act by expiresAt or not at all; what was made in time is kept so while it is in force.
@Sendable
func expiredRule(_ d: inout Deliberation) -> Verdict? {
    let end = d.desired.actsUntil
    if let end, d.now > end { return d.rule(.expired, .tooLate(expiredAt: end), .expire) }
    return d.pass(.expired, d.desired.isMade ? .stillInForce : .inTime)
}

/// Rule 2: an operator has stopped all writes.
@Sendable
func pausedRule(_ d: inout Deliberation) -> Verdict? {
    guard d.situation.fleet.isPaused else { return d.pass(.paused, .writesOn) }
    return d.rule(.paused, .writesOff, .wait(.paused, until: nil))
}

/// Rule 3: without CXone there is nothing to see, and without a live status some changes are not safe.
@Sendable
func cxoneAwayRule(_ d: inout Deliberation) -> Verdict? {
    if case .away(let until) = d.situation.fleet.cxone {
        return d.rule(.cxoneAway, .cxoneAway(until: until), .wait(.cxoneUnavailable, until: until))
    }
    switch d.freshLive {
    case .notTaken:
        return d.rule(.cxoneAway, .needs(.live), .look(.live))
    case .failed(.unavailable(let detail), _):
        return d.rule(.cxoneAway, .cxoneFailed(.unavailable(detail: detail)), .wait(.cxoneUnavailable, until: nil))
    case .failed(.throttled(let until), _):
        return d.rule(.cxoneAway, .cxoneFailed(.throttled(until: until)), .wait(.budget, until: until))
    case .failed(.forbidden, _), .failed(.notFound, _):
        // Whose fault that is, the next rule finds out.
        return d.pass(.cxoneAway, .liveUnread)
    case .taken(let reading, _):
        guard case .unknown(let label) = reading.status else { return d.pass(.cxoneAway, .liveKnown(reading.status)) }
        switch d.desired.wanted.status {
        case .onBreak, .training, .busy:
            return d.pass(.cxoneAway, .liveUnknownGoesOn(label))
        case .available, .offline:
            return d.rule(.cxoneAway, .liveUnknownWaits(label), .wait(.liveUnknown, until: nil))
        }
    }
}

/// Rule 10: nobody is made ready who is not there.
@Sendable
func loggedOutRule(_ d: inout Deliberation) -> Verdict? {
    if let label = d.unknownLive { return d.pass(.loggedOut, .liveUnknownGoesOn(label)) }
    guard d.situation.live.value?.status == .status(.offline), d.desired.wanted.status != .offline else {
        return d.pass(.loggedOut, .loggedIn)
    }
    switch d.policy.loggedOut {
    case .wait: return d.rule(.loggedOut, .loggedOut, .wait(.loggedOut, until: nil))
    case .refuse: return d.rule(.loggedOut, .loggedOut, .refuse(.loggedOut))
    }
}
