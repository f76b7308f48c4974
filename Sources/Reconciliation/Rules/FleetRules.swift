/// Rule 13: so many agents moved at once, at short notice, are more likely a mistake than a wish.
@Sendable
func stampedeRule(_ d: inout Deliberation) -> Verdict? {
    let change = d.desired
    let count = d.situation.fleet.stampede
    if d.policy.isStampedeExempt || count?.isExempt == true { return d.pass(.stampede, .stampedeExempt) }
    if change.isMade || change.dueAt - change.acceptedAt >= d.policy.stampedeNotice { return d.pass(.stampede, .plannedAhead) }
    if let release = d.situation.ledger.lastRelease, release >= change.acceptedAt { return d.pass(.stampede, .stampedeReleased) }
    if let release = count?.releasedAt, release >= change.acceptedAt { return d.pass(.stampede, .stampedeReleased) }
    // Once held, held: that others have expired meanwhile makes it no wiser.
    if d.situation.ledger.hold(.stampede, on: change.id) != nil {
        return d.rule(.stampede, .stampedeHeld, .hold(.stampede, until: nil))
    }
    guard let count else { return d.pass(.stampede, .stampedeUncounted) }
    let note = count.judged(by: d.policy)
    return count.isTooMany(for: d.policy) ? d.rule(.stampede, note, .hold(.stampede, until: nil)) : d.pass(.stampede, note)
}

extension StampedeCount {
    /// Whether so many are held for an operator.
    package func isTooMany(for policy: Policy) -> Bool {
        switch judged(by: policy) {
        case .stampede, .stampedeOffline: true
        default: false
        }
    }

    fileprivate func judged(by policy: Policy) -> Note {
        if toOffline > policy.stampedeCount { return .stampedeOffline(toOffline) }
        guard moving > policy.stampedeCount else { return .noStampede }
        guard let known else { return .agentsUncounted(moving: moving) }
        return moving * 100 > known * policy.stampedeShare ? .stampede(moving: moving, of: known) : .noStampede
    }
}

/// Rule 14: in shadow the bridge does everything but the write.
@Sendable
func shadowRule(_ d: inout Deliberation) -> Verdict? {
    guard d.situation.fleet.isShadow || d.policy.shadow else { return d.pass(.shadow, .noShadow) }
    return d.rule(.shadow, .shadowed, .shadow)
}
