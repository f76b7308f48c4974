import CXone
import Reconciliation
import Store

/// From a decision to write to what came of it.
extension AgentRun {
    mutating func apply(_ wanted: Wanted, _ conclusion: inout AgentConclusion) async throws(StoreFault) -> Step {
        // The grant first, then the intent: what waits for its turn is not being applied yet, and may still be replaced.
        let grant: WriteGrant
        do throws(CXoneFault) {
            grant = try await leave(until: min(conclusion.latest, conclusion.freshUntil))
        } catch {
            return try await ungranted(error, &conclusion)
        }
        if isStopping { return .wait(until: parts.now()) }
        conclusion.now = parts.now()
        // A turn comes a little late at times. What has become too old meanwhile is read again.
        if conclusion.now > conclusion.freshUntil { return .again }
        let intent = try await conclusion.recordIntent(wanted)
        guard let intent else { return .again }
        let started = parts.now()
        guard started <= min(conclusion.latest, conclusion.freshUntil) else {
            // The store took its time. Act by expiresAt or not at all, and on nothing that is old.
            conclusion.now = started
            let isOver = started > conclusion.latest
            let words = isOver ? "its time to act was over" : "what it was decided on was too old"
            try await conclusion.unsent(intent, detail: "\(words) before the write could leave")
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

    /// Leave to write. Where the turn would come later the agent is looked at again by then, so that it is not waited for in vain.
    private func leave(until latest: Instant) async throws(CXoneFault) -> WriteGrant {
        try await tenant.client.manners.reserveWrite(until: min(latest, parts.now() + Manners.turnPatience))
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
    mutating func withdraw(_ wanted: Wanted, _ conclusion: inout AgentConclusion) async throws(StoreFault) -> Step {
        let grant: WriteGrant
        do throws(CXoneFault) {
            grant = try await leave(until: conclusion.freshUntil)
        } catch {
            return try await ungranted(error, &conclusion)
        }
        if isStopping { return .wait(until: parts.now()) }
        conclusion.now = parts.now()
        guard conclusion.now <= conclusion.freshUntil, try await conclusion.recordTakingBack(wanted) else { return .again }
        calls += 1
        let answer = await tenant.client.setStatus(agent.userID, to: wanted, until: parts.now() + .seconds(10), grant: grant)
        tookBackAt = parts.now()
        conclusion.run = self
        conclusion.now = parts.now()
        return try await conclusion.withdrew(answer)
    }
}
