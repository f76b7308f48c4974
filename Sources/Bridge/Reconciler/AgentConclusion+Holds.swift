import Logging
import Reconciliation
import Store
import Telemetry

/// What follows where nothing is written: holds, shadow, and what is taken back.
extension AgentConclusion {
    /// Notes a hold where it is new.
    ///
    /// - Returns: when to look again.
    func holds(_ reason: HoldReason, until: Instant?) async throws(StoreFault) -> Instant {
        let held = situation.ledger.hold(reason, on: change.id)
        // Who moves again is left alone for as long again.
        let isNew = held == nil || reason == .override && held?.until != until
        let at = nextLook(
            after: isNew ? 0 : run.looks,
            until: until,
            expiresAt: latest,
            policy: situation.policy,
            jitter: parts.mint.fraction(),
            now: now
        )
        guard isNew, !(change.isMade && situation.policy.override == .reportOnly && reason == .override) else { return at }
        var step = settlement()
        if reason == .override, let move = situation.history.value?.personMove(since: situation.overruledFrom),
            situation.ledger.lastPersonMove.map({ move.at > $0.at }) ?? true
        {
            step.personMove = move
        }
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
        alert(to: reason)
        return at
    }

    /// Rules 12 and 13 hold and alert: a fight by itself, a stampede once, however many agents it is of.
    private func alert(to reason: HoldReason) {
        switch reason {
        case .override: return
        case .fight:
            parts.logger.warning(
                "An agent is fought over and left alone for a while",
                metadata: .fields([
                    .agentID: "\(run.agent)", .changeID: "\(change.id)", .source: "\(change.source)", .decision: "\(lastWords)",
                ])
            )
        case .stampede:
            guard parts.stampedes.isNews(of: change, now: now, quiet: situation.policy.stampedeNotice) else { return }
            parts.logger.warning(
                "Changes are held as a stampede until an operator releases them",
                metadata: .fields([.tenant: "\(run.agent.tenant)", .source: "\(change.source)", .decision: "\(lastWords)"])
            )
        }
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
