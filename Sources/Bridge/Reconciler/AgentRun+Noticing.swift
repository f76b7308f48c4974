import CXone
import Notation
import Reconciliation
import Store
import Telemetry

/// The other direction: what others did to the agent becomes events, once each, in order.
extension AgentRun {
    /// Looks at an agent for whom nothing is to be done now, reports what has changed since the last look, and corrects it where
    /// policy says so.
    ///
    /// - Returns: what came of a correction; nil if there was none to make.
    mutating func sweep(_ dossier: Dossier) async throws(StoreFault) -> Step? {
        guard !isStopping else { return nil }
        let notBefore = parts.now() - policy(dossier).liveMaxAge
        let live = await reading { run async throws(CXoneFault) in
            try await run.tenant.client.liveStatus(run.agent.userID, notBefore: notBefore, patience: Self.patience)
        }
        if case .taken(let value, let at) = live { tenant.noteStatus(value.status.label, of: agent.userID, at: at) }
        let isNews = try await notice(live, dossier, isIdle: true)
        if tenant.awaitsHistory(of: agent.userID) { return .wait(until: nextLook(dossier)) }
        guard case .taken(let reading, let at) = live else { return nil }
        let dossier = isNews ? try await parts.store.dossier(of: agent) : dossier
        guard let change = dossier.inForce, sighting(reading, at, dossier).wantsCorrection else { return nil }
        return try await pursue(change, dossier, live: live)
    }

    private func nextLook(_ dossier: Dossier) -> Instant {
        Reconciliation.nextLook(
            after: looks,
            until: nil,
            expiresAt: .distantFuture,
            policy: policy(dossier),
            jitter: parts.mint.fraction(),
            now: parts.now()
        )
    }

    /// Whether a change is in force that its policy, or an operator's release, lets be made again.
    func mayCorrect(_ dossier: Dossier) -> Bool {
        guard let change = dossier.inForce, change.isMade else { return false }
        let policy = policy(dossier)
        return policy.mayCorrect || policy.override != .reportOnly && dossier.ledger.isLetGo(change)
    }

    /// Compares a live reading with the last report.
    ///
    /// - Parameter isIdle: nothing is about to be done to the agent: what the history does not show yet can wait, and what it owes
    ///   from before is asked for again.
    /// - Returns: whether anything was recorded; then the dossier has changed.
    mutating func notice(_ live: Reading<LiveReading>, _ dossier: Dossier, isIdle: Bool = false) async throws(StoreFault) -> Bool {
        guard case .taken(let reading, let at) = live, reading.status.status != nil || dossier.lastReported != nil else { return false }
        let isOwed = isIdle && !dossier.unproven.isEmpty
        let hasMoved = !isKnown(reading, dossier)
        if !isOwed, !hasMoved {
            tenant.hasHistory(of: agent.userID)
            return false
        }
        let policy = policy(dossier)
        // The first sight of an agent, and the bridge's own write, need no history to be understood.
        let isOwn = !isOwed && dossier.ledger.lastConfirmed?.isShown(by: reading) == true
        var sighting = sighting(reading, at, dossier)
        sighting.canWait = isIdle
        var timeline = HistoryTimeline(cursor: dossier.cursor)
        var isRefused = false
        if dossier.lastReported != nil, !isOwn {
            switch await history(dossier, policy, since: at) {
            case .taken(let view, _):
                let news = timeline.merge(view.upTo(reading), now: at)
                (sighting.news, sighting.gaps) = (news.segments, news.gaps)
                sighting.presumed = view.presumed(reading, ledger: dossier.ledger, capabilities: tenant.capabilities, policy: policy)
            case .failed(.forbidden, _), .failed(.notFound, _):
                isRefused = true
            case .failed where !hasMoved:
                return false
            case .failed, .notTaken:
                let since = tenant.awaitHistory(of: agent.userID, now: at)
                if isIdle, at - since < Self.historyPatience { return false }
            }
        }
        let noticing = Reconciliation.notice(sighting)
        if noticing.isHistoryLate {
            _ = tenant.awaitHistory(of: agent.userID, now: at)
            return false
        }
        tenant.hasHistory(of: agent.userID)
        // Looked at without its history, an agent whose state only began anew shows nothing that could be noted twice.
        let isSame = noticing.reported == sighting.lastReported && (isRefused || noticing.unproven == dossier.unproven)
        if sighting.news == nil, noticing.notices.isEmpty, isSame { return false }
        var step = Settlement(agent: agent, now: parts.now())
        if let reported = noticing.reported {
            let reason = reported.status == reading.status.label ? reading.pauseReason : nil
            step.reported = ReportedStatus(status: reported.status, pauseReason: reason, since: reported.since, observedAt: at)
        }
        if sighting.news != nil {
            // Only a history that was judged says that nobody moved the agent unseen.
            step.seen = LastSeen(reading, observedAt: at)
            step.cursor = timeline.cursor
        }
        // Where the right to read it is missing nothing is owed.
        if !isRefused, noticing.unproven != dossier.unproven { step.unproven = noticing.unproven }
        step.personMove = noticing.personMove
        for item in noticing.notices { report(item, reading, into: &step) }
        try await parts.commit(step)
        return true
    }

    private func isKnown(_ live: LiveReading, _ dossier: Dossier) -> Bool {
        if dossier.ledger.lastSeen?.isSame(as: live) == true { return true }
        return dossier.lastReported.map { $0.status == live.status.label && $0.since == live.since } ?? false
    }

    private func sighting(_ live: LiveReading, _ at: Instant, _ dossier: Dossier) -> Sighting {
        Sighting(
            live: live,
            observedAt: at,
            lastReported: dossier.lastReported.map { LastSeen(status: $0.status, since: $0.since, observedAt: $0.observedAt) },
            inForce: dossier.inForce,
            news: nil,
            unproven: dossier.unproven,
            ledger: dossier.ledger,
            capabilities: tenant.capabilities,
            policy: policy(dossier)
        )
    }

    private func policy(_ dossier: Dossier) -> Policy {
        dossier.inForce.map { parts.policies.policy(for: $0) } ?? parts.policies.policy(of: agent.tenant)
    }

    /// The history since the last one that was taken in, classified.
    private mutating func history(_ dossier: Dossier, _ policy: Policy, since at: Instant) async -> Reading<HistoryView> {
        // Where none was read yet: from the last report on that it has to show, or who moved the agent since would be guessed.
        let owed = dossier.unproven.first.flatMap { $0.since ?? $0.observedAt }
        let reported = owed ?? dossier.lastReported.flatMap { $0.since ?? $0.observedAt } ?? at
        let first = max(min(reported, at), at - Self.longestLookBack) - HistoryTimeline.overlap
        let from = HistoryTimeline(cursor: dossier.cursor).readFrom(first: first)
        let ledger = dossier.ledger
        return await reading { run async throws(CXoneFault) in
            let segments = try await run.tenant.client.history(of: run.agent.userID, from: from, to: run.parts.now() + .seconds(60))
            let view = HistoryView(segments: segments, from: from, isComplete: true)
                .classified(by: ledger, capabilities: run.tenant.capabilities, policy: policy)
            return Observed(view, at: run.parts.now())
        }
    }

    /// How long nothing is told of an agent because the history cannot be read; after that the live status is told by itself.
    private static let historyPatience: Duration = .minutes(5)

    /// A first history of more is read no further back.
    private static let longestLookBack: Duration = .days(2)

    private func report(_ notice: Notice, _ live: LiveReading, into step: inout Settlement) {
        let event = AgentEvent(
            type: .updated,
            agent: agent,
            status: notice.status.label,
            timestamp: notice.evidence.observedAt,
            // For what others did: from the start of the state to its observation.
            latency: notice.since.map { max(notice.evidence.observedAt - $0, .zero) } ?? .zero,
            change: nil,
            outcome: notice.outcome,
            previousStatus: notice.previousStatus,
            pauseReason: notice.pauseReason,
            wrapUpCode: notice.outcome == .observed ? live.wrapUpCode : nil,
            observedAt: notice.evidence.observedAt,
            cause: notice.cause,
            evidence: notice.evidence,
            timings: AgentEvent.Timings(cxone: callTime)
        )
        if let draft = parts.post.draft(event) { step.events.append(draft) }
        step.records.append(parts.scribe.noticed(notice, of: agent, at: step.now))
        parts.metrics.settled.increment(notice.outcome)
    }
}

extension ConfirmedWrite {
    /// Whether a live status is what this write did.
    fileprivate func isShown(by live: LiveReading) -> Bool {
        live.match(wanted).fits && (live.since.map { covers($0) } ?? true)
    }
}
