/// Rule 12: the bridge corrects a few times and then leaves the agent alone, instead of fighting with whoever moves it back.
@Sendable
func fightRule(_ d: inout Deliberation) -> Verdict? {
    let count = d.situation.corrections(now: d.now)
    // What is held stays so for its time, also where the write has ceased to undo anything lately.
    if let hold = d.situation.ledger.hold(.fight, on: d.desired.id) {
        let until = hold.until ?? hold.since + d.policy.fightHold
        if d.now < until { return d.rule(.fight, .fight(corrections: count), .hold(.fight, until: until)) }
    }
    guard d.situation.isCorrection(now: d.now) else { return d.pass(.fight, .noCorrection) }
    if let hold = d.situation.ledger.hold(.fight) {
        let until = hold.until ?? hold.since + d.policy.fightHold
        if d.now < until { return d.rule(.fight, .fight(corrections: count), .hold(.fight, until: until)) }
        if count < d.policy.fightLimit { return d.pass(.fight, .fightOver) }
    }
    guard count >= d.policy.fightLimit else {
        return d.pass(.fight, .correction(number: count + 1, of: d.policy.fightLimit))
    }
    return d.rule(.fight, .fight(corrections: count), .hold(.fight, until: d.now + d.policy.fightHold))
}

extension Situation {
    /// Whether a write of the desired change now is a correction: a second write for a change that had been confirmed, or one that
    /// undoes another source's write of the last 10 minutes.
    package func isCorrection(now: Instant) -> Bool {
        if wasMade { return true }
        guard let last = ledger.lastConfirmed, last.source != desired.source else { return false }
        return last.wanted.status != desired.wanted.status && now - last.confirmedAt <= policy.fightWindow
    }

    /// How many corrections the agent has had lately, after the last release.
    func corrections(now: Instant) -> Int {
        func counts(_ at: Instant) -> Bool {
            now - at <= policy.fightWindow && ledger.lastRelease.map { at > $0 } ?? true
        }
        var count = 0
        for write in ledger.confirmed where write.isCorrection && counts(write.sentAt) { count += 1 }
        for at in ledger.corrections where counts(at) {
            if !ledger.confirmed.contains(where: { $0.isCorrection && $0.sentAt == at }) { count += 1 }
        }
        return count
    }
}
