/// Decides what to do about one agent's desired change.
///
/// A pure function: it reads no clock, draws no random number and asks nobody. Where a rule needs an observation that the
/// situation lacks, or has only of old, the verdict is `look`; the caller reads and asks again.
///
/// - Parameters:
///   - situation: everything known.
///   - now: the time of the decision.
package func decide(_ situation: Situation, now: Instant) -> Decision {
    var deliberation = Deliberation(situation: situation, now: now)
    for judge in ruleBook {
        if let verdict = judge(&deliberation) {
            return deliberation.close(verdict)
        }
    }
    return deliberation.apply()
}

/// The rules in the order of their numbers; the first that decides, decides.
private let ruleBook: [@Sendable (inout Deliberation) -> Verdict?] = [
    openIntentRule, expiredRule, pausedRule, cxoneAwayRule, knownAndAllowedRule, shiftRule, tenantValuesRule, alreadyRule,
    satisfiedRule, overruledRule, loggedOutRule, contactRule, fightRule, stampedeRule, shadowRule,
]

/// One decision in the making: what is known, and what the rules have said so far.
struct Deliberation {
    let situation: Situation
    let now: Instant
    private(set) var chain: [Finding] = []
    var compliance = Compliance.notRun("the decision fell before this check")
    /// What is written now takes effect only when the contact ends.
    var isQueued = false

    init(situation: Situation, now: Instant) {
        self.situation = situation
        self.now = now
        chain.reserveCapacity(Rule.allCases.count)
    }

    var desired: Change { situation.desired }
    var policy: Policy { situation.policy }

    /// Notes that a rule let the change pass.
    mutating func pass(_ rule: Rule, _ note: Note) -> Verdict? {
        chain.append(Finding(rule: rule, note: note, decided: false))
        return nil
    }

    /// Notes that a rule decides.
    mutating func rule(_ rule: Rule, _ note: Note, _ verdict: Verdict) -> Verdict? {
        chain.append(Finding(rule: rule, note: note, decided: true))
        return verdict
    }

    func close(_ verdict: Verdict) -> Decision {
        Decision(verdict: verdict, chain: chain, compliance: compliance)
    }

    /// Rule 15.
    mutating func apply() -> Decision {
        if compliance.wrapUpVerified != .passed {
            compliance.wrapUpVerified = .notRun(reason: "CXone has not answered the write yet")
        }
        chain.append(Finding(rule: .apply, note: .write(desired.wanted.status), decided: true))
        var decision = close(.apply(desired.wanted))
        decision.isQueued = isQueued
        return decision
    }

    /// What to call a live status that is not known, so that a rule that needs it can pass and say so; nil if it is known.
    var unknownLive: String? {
        guard let live = situation.live.value else { return "not readable" }
        return live.status.isKnown ? nil : live.status.label
    }

    /// The live reading, if it is there and fresh enough to decide on.
    var freshLive: Reading<LiveReading> {
        guard let at = situation.live.at, now - at <= policy.liveMaxAge else { return .notTaken }
        return situation.live
    }
}
