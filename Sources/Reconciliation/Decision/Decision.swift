/// What to do about one agent now, and the chain of rules that led to it.
package struct Decision: Sendable, Hashable {
    package var verdict: Verdict
    /// The rules in the order they were asked, up to the one that decided.
    package var chain: [Finding]
    package var compliance: Compliance
    /// What is applied now takes effect only when the agent's contact ends: the intent is to be marked as queued.
    package var isQueued: Bool

    package init(verdict: Verdict, chain: [Finding], compliance: Compliance, isQueued: Bool = false) {
        self.verdict = verdict
        self.chain = chain
        self.compliance = compliance
        self.isQueued = isQueued
    }
}

package enum Verdict: Sendable, Hashable {
    /// Something must be read before a rule can be answered: read it and decide again.
    case look(Look)
    /// The open intent took effect.
    case confirm(Evidence)
    /// The open intent did not take effect and will not: close it and decide again.
    case disprove(acknowledged: Bool)
    case expire
    case wait(WaitReason, until: Instant?)
    case refuse(RefusalCode)
    case fail(FailureCode)
    case already(Evidence)
    /// The agent did by himself what was asked for; the segment satisfies no other change.
    case satisfied(Evidence, segment: SegmentID)
    /// Nothing is done until somebody or something releases it, or until then.
    case hold(HoldReason, until: Instant?)
    /// All rules let it pass, and nothing is written.
    case shadow
    /// The open intent is queued behind a contact and no longer wanted: write this in its place, then close it.
    case withdraw(Wanted)
    /// Record the intent, write, confirm.
    case apply(Wanted)

    package enum Look: String, Sendable, Hashable {
        case live, user, history
    }

    /// The kind as a bounded label.
    package var label: String {
        switch self {
        case .look: "look"
        case .confirm: "confirm"
        case .disprove: "disprove"
        case .expire: "expire"
        case .wait: "wait"
        case .refuse: "refuse"
        case .fail: "fail"
        case .already: "already"
        case .satisfied: "satisfied"
        case .hold: "hold"
        case .shadow: "shadow"
        case .withdraw: "withdraw"
        case .apply: "apply"
        }
    }
}

extension Decision {
    /// The same decision, but that its write has to wait.
    package func held(back note: Note, for reason: WaitReason, until: Instant?) -> Decision {
        var decision = self
        if decision.chain.last?.rule == .apply { decision.chain.removeLast() }
        decision.chain.append(Finding(rule: .apply, note: note, decided: true))
        decision.verdict = .wait(reason, until: until)
        return decision
    }
}

/// The rules by their numbers in the order they are asked.
package enum Rule: Int, Sendable, Hashable, CaseIterable {
    case openIntent = 0
    case expired = 1
    case paused = 2
    case cxoneAway = 3
    case knownAndAllowed = 4
    case shift = 5
    case tenantValues = 6
    case already = 7
    case satisfied = 8
    case overruled = 9
    case loggedOut = 10
    case contact = 11
    case fight = 12
    case stampede = 13
    case shadow = 14
    case apply = 15

    package var name: String {
        switch self {
        case .openIntent: "open_intent"
        case .expired: "expired"
        case .paused: "paused"
        case .cxoneAway: "cxone_away"
        case .knownAndAllowed: "known_and_allowed"
        case .shift: "shift"
        case .tenantValues: "tenant_values"
        case .already: "already"
        case .satisfied: "satisfied"
        case .overruled: "overruled"
        case .loggedOut: "logged_out"
        case .contact: "contact"
        case .fight: "fight"
        case .stampede: "stampede"
        case .shadow: "shadow"
        case .apply: "apply"
        }
    }
}

/// What one rule said.
package struct Finding: Sendable, Hashable {
    package var rule: Rule
    package var note: Note
    /// This rule made the decision.
    package var decided: Bool

    package init(rule: Rule, note: Note, decided: Bool) {
        self.rule = rule
        self.note = note
        self.decided = decided
    }
}
