import Reconciliation
import Store

/// From the intent to what came of it.
extension AgentConclusion {
    /// Makes the intent durable; nil if the change may not be written any more.
    func recordIntent(_ wanted: Wanted) async throws(StoreFault) -> Intent? {
        try await record(wanted, isQueued: decision.isQueued, isCorrection: situation.isCorrection(now: now))
    }

    /// Makes durable that what waits in CXone is about to be taken back; false where that may not be.
    func recordTakingBack(_ wanted: Wanted) async throws(StoreFault) -> Bool {
        guard let queued = situation.ledger.openIntent else { return false }
        return try await record(wanted, isQueued: true, takesBack: queued.id) != nil
    }

    private func record(
        _ wanted: Wanted,
        isQueued: Bool,
        isCorrection: Bool = false,
        takesBack: IntentID? = nil
    ) async throws(StoreFault) -> Intent? {
        let intent = Intent(
            id: parts.mint.intent(),
            change: change.id,
            wanted: wanted,
            previous: live?.status,
            previousSince: live?.since,
            recordedAt: now,
            isQueued: isQueued,
            compliance: decision.compliance
        )
        let order = IntentOrder(
            intent: intent,
            agent: run.agent,
            now: now,
            watermark: change.key,
            isCorrection: isCorrection,
            takesBack: takesBack,
            records: [parts.scribe.intended(change, intent, decision, at: now)]
        )
        let answer = try await parts.store.recordIntent(order)
        parts.recorded()
        return answer == .recorded ? intent : nil
    }

    /// The call ended without showing what came of it.
    mutating func leaveOpen(_ intent: Intent, acknowledged: Bool, answer: WriteAnswer) async throws(StoreFault) {
        var step = settlement()
        step.intent = IntentResult(intent: intent.id, ending: .ended(acknowledged: acknowledged), at: now)
        note(answer, to: intent, &step)
        try await parts.commit(step)
    }

    /// The write was not sent after all.
    mutating func unsent(_ intent: Intent, detail: String) async throws(StoreFault) {
        var step = settlement()
        let answer = WriteAnswer.notSent(detail: detail)
        step.intent = IntentResult(intent: intent.id, ending: .closed(code: answer.label), at: now)
        note(answer, to: intent, &step)
        try await parts.commit(step)
    }

    /// Records what CXone said, and what that says of the checks.
    private mutating func note(_ answer: WriteAnswer, to intent: Intent, _ step: inout Settlement) {
        decision.compliance =
            if case .accepted = answer { intent.compliance.writeAccepted(intent.wanted, situation.capabilities) } else {
                intent.compliance.writeNotAccepted(answer.words)
            }
        step.records.append(parts.scribe.answered(change, answer, decision.compliance, took: run.callTime, at: now))
    }

    /// CXone refused the write.
    mutating func closed(
        _ intent: Intent,
        _ next: WriteVerdict.Next,
        code: String,
        answer: WriteAnswer
    ) async throws(StoreFault) -> AgentRun.Step {
        var step = settlement()
        step.intent = IntentResult(intent: intent.id, ending: .closed(code: code), at: now)
        note(answer, to: intent, &step)
        switch next {
        case .wait(let reason, let until):
            return .wait(until: try await waits(reason, until: until, &step))
        case .refuse(let code):
            try await end(.refused, .refused, code: code.rawValue, detail: answer.words, &step)
        case .fail(let code):
            try await end(.failed, .failed, code: code.description, detail: answer.words, &step)
        }
        return .again
    }

    /// Reading proved that the open intent did not take effect.
    ///
    /// - Returns: what to do next, or nil to decide again at once.
    mutating func disproved(acknowledged: Bool) async throws(StoreFault) -> AgentRun.Step? {
        guard let intent = situation.ledger.openIntent else { return nil }
        var step = settlement()
        decision.compliance = intent.compliance.writeNotAccepted("the write did not take effect")
        let code = acknowledged ? FailureCode.notEffective.description : "not_taken"
        step.intent = IntentResult(intent: intent.id, ending: .closed(code: code), at: now)
        step.records.append(parts.scribe.disproved(change, intent, decision, code: code, at: now))
        guard acknowledged else {
            try await parts.commit(step)
            return nil
        }
        if change.isMade {
            // How often it may be tried is the fight rule's to say.
            try await parts.commit(step)
            return .again
        }
        let count = change.ineffectiveWrites + 1
        guard count < situation.policy.ineffectiveWrites else {
            try await end(.failed, .failed, code: code, detail: "CXone acknowledged it \(count) times without doing it", &step)
            return .again
        }
        let wait = WaitReason.outcomeUnknown
        step.transitions.append(
            Transition(change: change.id, to: .waiting, outcome: .waiting, lastWait: wait, ineffectiveWrites: count)
        )
        try await commit(step, ChangeNews(state: .waiting, code: code, detail: lastWords, reading: live))
        let at = nextLook(
            after: count,
            until: nil,
            expiresAt: change.expiresAt,
            policy: situation.policy,
            jitter: parts.mint.fraction(),
            now: now
        )
        return .wait(until: at)
    }
}
