import Notation
import Reconciliation
import Store
import Telemetry

/// What follows from one decision about one change: the commit, and the news of it.
struct AgentConclusion {
    var run: AgentRun
    let situation: Situation
    var decision: Decision
    let dossier: Dossier
    var now: Instant
    /// The observation the outcome rests on, if it is not the situation's.
    var reading: LiveReading?

    init(run: AgentRun, situation: Situation, decision: Decision, dossier: Dossier, now: Instant) {
        self.run = run
        self.situation = situation
        self.decision = decision
        self.dossier = dossier
        self.now = now
    }

    var change: Change { situation.desired }
    var parts: ReconcilerParts { run.parts }
    var live: LiveReading? { reading ?? situation.live.value }

    /// The last moment at which a write for the change may leave.
    var latest: Instant { change.actsUntil ?? .distantFuture }

    /// The last moment at which a write may leave that was decided on this situation: what CXone showed is too old after it.
    var freshUntil: Instant { situation.live.at.map { $0 + situation.policy.liveMaxAge } ?? .distantFuture }

    /// What the deciding rule found, in words.
    var lastWords: String { decision.chain.last?.note.words ?? "" }

    private var timings: AgentEvent.Timings {
        let untilRun = max(run.startedAt - change.dueAt, .zero)
        let hadToWait = change.state == .waiting || change.state == .applying
        return AgentEvent.Timings(
            queued: hadToWait ? .zero : untilRun,
            waited: hadToWait ? untilRun : .zero,
            cxone: run.callTime
        )
    }

    func settlement() -> Settlement {
        var settlement = Settlement(agent: run.agent, now: now)
        settlement.watermark = change.key
        settlement.explanation = Explanation(situation: situation, decision: decision, now: now).json.encoded()
        return settlement
    }

    // MARK: Ends

    /// The written status was observed.
    func applied(_ evidence: Evidence, intent given: Intent? = nil) async throws(StoreFault) {
        guard let intent = given ?? situation.ledger.openIntent else { return }
        var step = settlement()
        let write = ConfirmedWrite(
            change: change.id,
            source: change.source,
            wanted: intent.wanted,
            sentAt: intent.recordedAt,
            confirmedAt: evidence.observedAt,
            grade: evidence.grade,
            isCorrection: situation.isCorrection(now: now),
            shownSince: evidence.startTime
        )
        step.intent = IntentResult(intent: intent.id, ending: .confirmed(write), at: now)
        step.inForce = change.id
        // What was checked was checked before the write, which may have been in an earlier run of the bridge.
        let compliance = intent.compliance.writeAccepted(intent.wanted, situation.capabilities)
        step.records.append(parts.scribe.applied(change, evidence, compliance, took: run.callTime, at: now))
        if change.isMade {
            run.tenant.isNewWait(nil, of: change.id, by: run.agent.userID)
            correct(evidence, intent, &step)
            return try await parts.commit(step)
        }
        report(.applied, .applied, evidence, previous: intent.previous?.label, compliance, &step)
        parts.metrics.confirmed(change, at: evidence.observedAt, calls: run.calls)
        try await commit(step, ChangeNews(state: .applied, reading: live))
    }

    /// The status was there before anything was written.
    func already(_ evidence: Evidence) async throws(StoreFault) {
        if change.isMade { return }
        var step = settlement()
        step.inForce = change.id
        report(.already, .already, evidence, previous: live?.status.label, decision.compliance, &step)
        parts.metrics.confirmed(change, at: evidence.observedAt, calls: run.calls)
        try await commit(step, ChangeNews(state: .already, reading: live))
    }

    /// The agent did by himself what was asked for. He may be doing something else by now, so the change is not in force.
    func satisfied(_ evidence: Evidence, by segment: SegmentID) async throws(StoreFault) {
        var step = settlement()
        step.satisfying = Settlement.Satisfying(segment: segment, change: change.id)
        report(.satisfied, .satisfied, evidence, previous: nil, decision.compliance, &step)
        parts.metrics.confirmed(change, at: evidence.observedAt, calls: run.calls)
        try await commit(step, ChangeNews(state: .satisfied, reading: live))
    }

    /// It ends without a status to report.
    mutating func finish(_ state: ChangeState, _ outcome: Outcome, code: String?, detail: String) async throws(StoreFault) {
        var step = settlement()
        if let intent = situation.ledger.openIntent {
            step.intent = IntentResult(intent: intent.id, ending: .abandoned, at: now)
            decision.compliance = intent.compliance.writeNotAccepted("nobody knows what came of the write")
        }
        try await end(state, outcome, code: code, detail: detail, &step)
    }

    func end(
        _ state: ChangeState,
        _ outcome: Outcome,
        code: String?,
        detail: String,
        _ step: inout Settlement
    ) async throws(StoreFault) {
        // What was made is not unmade by a correction that cannot be: that is noted for `why`, and the sweep looks again.
        if change.isMade { return try await parts.commit(step) }
        let ending = Ending(
            change: change,
            state: state,
            outcome: outcome,
            code: code ?? outcome.rawValue,
            detail: detail,
            reading: live,
            readAt: live == nil ? nil : situation.live.at ?? now,
            decision: decision,
            timings: timings
        )
        parts.write(ending, of: dossier, into: &step)
        try await commit(step, ChangeNews(state: state, code: ending.code, detail: detail, reading: live))
    }

    private func report(
        _ state: ChangeState,
        _ outcome: Outcome,
        _ evidence: Evidence,
        previous: String?,
        _ compliance: Compliance,
        _ step: inout Settlement
    ) {
        step.transitions.append(Transition(change: change.id, to: state, outcome: outcome))
        let latency = max(evidence.observedAt - change.dueAt, .zero)
        let event = tell(outcome, .request, evidence, previous: previous, latency: latency, timings, &step)
        step.records.append(
            parts.scribe.settled(
                change,
                state,
                outcome,
                evidence,
                decision,
                compliance,
                event: event,
                latency: latency,
                at: now
            )
        )
        parts.metrics.settled.increment(outcome)
    }

    /// Tells the WFM that the agent has the status that was wanted.
    ///
    /// - Returns: the event, if an endpoint wants it.
    @discardableResult
    func tell(
        _ outcome: Outcome,
        _ cause: Cause,
        _ evidence: Evidence,
        previous: String?,
        latency: Duration,
        _ timings: AgentEvent.Timings,
        _ step: inout Settlement
    ) -> EventID? {
        let status = change.wanted.status.rawValue
        // Where the history shows the status, live shows what came after it.
        let shown = evidence.grade == .history ? nil : live
        let reason = shown?.pauseReason ?? change.wanted.pauseReason
        step.reported = ReportedStatus(
            status: status,
            pauseReason: reason,
            since: evidence.startTime,
            observedAt: evidence.observedAt
        )
        if !dossier.unproven.isEmpty {
            step.unproven = dossier.unproven + [LastSeen(status: status, since: evidence.startTime, observedAt: evidence.observedAt)]
        }
        let event = AgentEvent(
            type: .updated,
            agent: run.agent,
            status: status,
            timestamp: evidence.observedAt,
            latency: latency,
            change: change,
            outcome: outcome,
            previousStatus: previous ?? dossier.lastReported?.status,
            pauseReason: reason,
            wrapUpCode: shown?.wrapUpCode ?? change.wanted.wrapUpCode,
            observedAt: evidence.observedAt,
            cause: cause,
            evidence: evidence,
            timings: timings
        )
        let draft = parts.post.draft(event)
        if let draft { step.events.append(draft) }
        return draft?.id
    }

    // MARK: Waits

    /// Notes a wait, in the store only where its reason is new.
    ///
    /// - Returns: when to look again.
    func waits(_ reason: WaitReason, until: Instant?) async throws(StoreFault) -> Instant {
        var step = settlement()
        return try await waits(reason, until: until, &step)
    }

    func waits(_ reason: WaitReason, until: Instant?, _ step: inout Settlement) async throws(StoreFault) -> Instant {
        let isNews = change.isMade && run.tenant.isNewWait(reason, of: change.id, by: run.agent.userID)
        let isNew = !change.isMade && (change.lastWait != reason || change.state != .waiting)
        let at = nextLook(
            after: isNew ? 0 : run.looks,
            until: until,
            expiresAt: waitsPastExpiry(reason) ? .distantFuture : latest,
            policy: situation.policy,
            jitter: parts.mint.fraction(),
            now: now
        )
        guard isNew || isNews || step.intent != nil || !step.transitions.isEmpty else { return at }
        step.look = Settlement.Look(at: at, count: run.looks)
        if isNew {
            step.transitions.append(Transition(change: change.id, to: .waiting, outcome: .waiting, lastWait: reason))
            step.records.append(parts.scribe.decided(change, decision, reason: reason.rawValue, at: now))
            if let draft = parts.post.draft(decisionEvent(.waiting, code: reason.rawValue)) { step.events.append(draft) }
        }
        try await commit(step, ChangeNews(state: .waiting, code: reason.rawValue, detail: lastWords, reading: live))
        return at
    }

    /// An open intent is looked up even past expiresAt.
    private func waitsPastExpiry(_ reason: WaitReason) -> Bool { reason == .outcomeUnknown }

    /// What endpoints are told that want decisions.
    func decisionEvent(_ outcome: Outcome, code: String) -> AgentEvent {
        AgentEvent(
            type: .decision,
            agent: run.agent,
            status: change.wanted.status.rawValue,
            timestamp: now,
            latency: max(now - change.dueAt, .zero),
            change: change,
            outcome: outcome,
            previousStatus: live?.status.label ?? dossier.lastReported?.status,
            pauseReason: change.wanted.pauseReason,
            wrapUpCode: change.wanted.wrapUpCode,
            observedAt: live == nil ? nil : situation.live.at,
            cause: .request,
            evidence: nil,
            timings: timings,
            code: code,
            detail: lastWords
        )
    }

    func commit(_ step: Settlement, _ news: ChangeNews) async throws(StoreFault) {
        try await parts.commit(step)
        parts.watch.tell(change.id, news)
    }
}

extension Instant {
    static let distantFuture = Instant(microseconds: .max / 2)
}
