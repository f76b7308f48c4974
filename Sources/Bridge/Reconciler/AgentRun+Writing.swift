import CXone
import Reconciliation
import Store

/// From a decision to write to what came of it.
extension AgentRun {
    mutating func apply(_ wanted: Wanted, _ conclusion: inout AgentConclusion) async throws(StoreFault) -> Step {
        // The grant first, then the intent: what waits for its turn is not being applied yet, and may still be replaced.
        let grant: WriteGrant
        do throws(CXoneFault) {
            let latest = min(conclusion.latest, parts.now() + Manners.turnPatience)
            grant = try await tenant.client.manners.reserveWrite(until: latest)
        } catch {
            return try await ungranted(error, &conclusion)
        }
        if isStopping { return .wait(until: parts.now()) }
        conclusion.now = parts.now()
        let intent = try await conclusion.recordIntent(wanted)
        guard let intent else { return .again }
        let started = parts.now()
        guard started <= conclusion.latest else {
            // The store took its time. Act by expiresAt or not at all.
            conclusion.now = started
            try await conclusion.unsent(intent, detail: "its time to act was over before the write could leave")
            return .again
        }
        parts.metrics.dispatched(conclusion.change, at: started)
        calls += 1
        let answer = await tenant.client.setStatus(agent.userID, to: wanted, until: conclusion.latest, grant: grant)
        callTime += parts.now() - started
        conclusion.run = self
        conclusion.now = parts.now()
        switch WriteVerdict(answer, to: wanted, capabilities: tenant.capabilities) {
        case .confirmed(let reading):
            conclusion.reading = reading
            tenant.noteStatus(reading.status.label, of: agent.userID, at: conclusion.now)
            try await conclusion.applied(Evidence(reading, observedAt: conclusion.now), intent: intent)
            return .again
        case .readBack:
            try await conclusion.leaveOpen(intent, acknowledged: true, answer: answer)
            return .again
        case .unknown:
            try await conclusion.leaveOpen(intent, acknowledged: false, answer: answer)
            return .again
        case .closed(let next, let code):
            // Whoever was refused may have been suspended, or lost a role: what is remembered is no longer to be trusted.
            if case .forbidden = answer { tenant.forgetUser(agent.userID) }
            return try await conclusion.closed(intent, next, code: code, answer: answer)
        }
    }

    /// The write may not leave yet.
    private func ungranted(_ fault: CXoneFault, _ conclusion: inout AgentConclusion) async throws(StoreFault) -> Step {
        conclusion.now = parts.now()
        switch fault.reading {
        case .throttled(let until):
            conclusion.decision = conclusion.decision.held(back: .budgetSpent, for: .budget, until: until)
            return .wait(until: try await conclusion.waits(.budget, until: until))
        case .unavailable where fault != .cancelled:
            conclusion.decision = conclusion.decision.held(back: .awayBeforeWrite, for: .cxoneUnavailable, until: nil)
            return .wait(until: try await conclusion.waits(.cxoneUnavailable, until: nil))
        case .unavailable, .forbidden, .notFound:
            return .wait(until: parts.now())
        }
    }

    /// Takes back a write that waits in CXone for the end of a contact.
    mutating func withdraw(_ wanted: Wanted, _ conclusion: AgentConclusion) async throws(StoreFault) -> Step {
        calls += 1
        let answer = await tenant.client.setStatus(agent.userID, to: wanted, until: parts.now() + .seconds(10), grant: nil)
        var conclusion = conclusion
        conclusion.run = self
        conclusion.now = parts.now()
        return try await conclusion.withdrew(answer)
    }
}
