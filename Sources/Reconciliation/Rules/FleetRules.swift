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
    if count.toOffline > d.policy.stampedeCount {
        return d.rule(.stampede, .stampedeOffline(count.toOffline), .hold(.stampede, until: nil))
    }
    guard count.moving > d.policy.stampedeCount else { return d.pass(.stampede, .noStampede) }
    guard let known = count.known else { return d.pass(.stampede, .agentsUncounted(moving: count.moving)) }
    if count.moving * 100 > known * d.policy.stampedeShare {
        return d.rule(.stampede, .stampede(moving: count.moving, of: known), .hold(.stampede, until: nil))
    }
    return d.pass(.stampede, .noStampede)
}

/// Rule 14: in shadow the bridge does everything but the write.
@Sendable
func shadowRule(_ d: inout Deliberation) -> Verdict? {
    guard d.situation.fleet.isShadow || d.policy.shadow else { return d.pass(.shadow, .noShadow) }
    return d.rule(.shadow, .shadowed, .shadow)
}
