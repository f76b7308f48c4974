import Reconciliation
import Store
import Telemetry

/// What follows where nothing is written: holds, shadow, and what is taken back.
extension AgentConclusion {
    /// Notes a hold where it is new.
    ///
    /// - Returns: when to look again.
    func holds(_ reason: HoldReason, until: Instant?) async throws(StoreFault) -> Instant {
        let isNew = situation.ledger.hold(reason, on: change.id) == nil
        let at = nextLook(
            after: isNew ? 0 : run.looks,
            until: until,
            expiresAt: latest,
            policy: situation.policy,
            jitter: parts.mint.fraction(),
            now: now
        )
        guard isNew else { return at }
        var step = settlement()
        step.look = Settlement.Look(at: at, count: run.looks)
        // What was made stays so; it is only not made again.
        if !change.isMade { step.transitions.append(Transition(change: change.id, to: .held, outcome: .held, code: reason.rawValue)) }
        step.holds = [
            HoldOrder(id: parts.mint.hold(), change: change.id, source: change.source, reason: reason, words: lastWords, until: until)
        ]
        step.records.append(parts.scribe.decided(change, decision, reason: reason.rawValue, at: now))
        if let draft = parts.post.draft(decisionEvent(.held, code: reason.rawValue)) { step.events.append(draft) }
        try await commit(
            step,
            ChangeNews(state: change.isMade ? change.state : .held, code: reason.rawValue, detail: lastWords, reading: live)
        )
        return at
    }

    /// Everything was done but the write.
    func shadowed() async throws(StoreFault) {
        if change.isMade { return }
        var step = settlement()
        let word = Outcome.shadow.rawValue
        step.transitions.append(Transition(change: change.id, to: .shadowed, outcome: .shadow, code: word))
        step.records.append(parts.scribe.decided(change, decision, reason: word, at: now))
        if let draft = parts.post.draft(decisionEvent(.shadow, code: word)) { step.events.append(draft) }
        parts.metrics.settled.increment(.shadow)
        try await commit(step, ChangeNews(state: .shadowed, code: word, detail: lastWords, reading: live))
    }

    /// The bridge asked CXone to take back what it had queued.
    func withdrew(_ answer: WriteAnswer) async throws(StoreFault) -> AgentRun.Step {
        guard let intent = situation.ledger.openIntent else { return .again }
        var step = settlement()
        guard case .accepted = answer else {
            // It is read anew before it is asked for again.
            step.records.append(parts.scribe.answered(change, answer, decision.compliance, took: run.callTime, at: now))
            try await parts.commit(step)
            return .wait(until: now + situation.policy.firstLook)
        }
        step.intent = IntentResult(intent: intent.id, ending: .closed(code: "withdrawn"), at: now)
        step.records.append(parts.scribe.disproved(change, intent, decision, code: "withdrawn", at: now))
        try await parts.commit(step)
        return .again
    }
}
