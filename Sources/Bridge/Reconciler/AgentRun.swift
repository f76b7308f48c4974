import CXone
import Notation
import Reconciliation
import ServiceLifecycle
import Store

/// One run for one agent: reads what is wanted and what is, decides, and carries out what was decided.
///
/// Holds no decisions of its own: `Choice`, `decide` and `WriteVerdict` make them.
struct AgentRun {
    let agent: AgentID
    let parts: ReconcilerParts
    let tenant: Tenant
    /// Looks taken so far without a change of what is waited for.
    var looks: Int
    let startedAt: Instant
    var calls = 0
    var callTime: Duration = .zero
    /// The agent is to be looked at even if nothing is to be done.
    private var sweeps: Bool
    private var hasSwept = false
    /// When this run last took a queued write back: CXone's yes to that says nothing of what came of it.
    var tookBackAt: Instant?
    /// How often this run has found that others moved the agent.
    private var notices = 0

    init(agent: AgentID, parts: ReconcilerParts, tenant: Tenant, looks: Int, sweeps: Bool = false) {
        self.sweeps = sweeps
        self.agent = agent
        self.parts = parts
        self.tenant = tenant
        self.looks = looks
        startedAt = parts.now()
    }

    enum Step {
        /// Something was settled or has changed meanwhile: look at the dossier again.
        case again
        case wait(until: Instant)
        /// The journal cannot record: nothing of the agent is to blame, so it is no look that it has had.
        case pause
    }

    /// Runs until there is nothing to do now.
    ///
    /// - Returns: when to look next; nil if nothing is open.
    mutating func run() async throws(StoreFault) -> Instant? {
        for _ in 0..<Self.mostRounds {
            if isStopping { return parts.now() }
            let dossier = try await parts.store.dossier(of: agent)
            if try await lapse(dossier) { continue }
            let choice = Choice(
                among: dossier.open,
                watermark: dossier.watermark,
                applying: dossier.ledger.openIntent?.change,
                now: parts.now()
            )
            try await settleDropped(choice, dossier)
            // What is in force and held for a time is looked at when that is over.
            let next = [choice.nextDue, dossier.ledger.holds.compactMap(\.until).min()].compactMap(\.self).min()
            let step: Step
            if let made = dossier.underCorrection {
                step = try await pursue(made, isOvertaken: choice.desired != nil, dossier)
            } else if let desired = choice.desired {
                step = try await pursue(desired, isOvertaken: choice.isApplyingOvertaken, dossier)
            } else if !hasSwept, sweeps || mayCorrect(dossier) || tenant.awaitsHistory(of: agent.userID) {
                hasSwept = true
                guard let swept = try await sweep(dossier) else { return next }
                step = swept
            } else {
                return next
            }
            switch step {
            case .again:
                looks = 0
            case .wait(let until):
                looks += 1
                return next.map { min($0, until) } ?? until
            case .pause:
                return parts.now() + Self.pause * max(1, parts.clock.speed)
            }
        }
        return parts.now() + .seconds(1)
    }

    /// How soon an agent is looked at again while the journal cannot record; real time, as disks do not run faster with a clock.
    private static let pause: Duration = .seconds(1)

    /// A run that settles more changes than this gives others their turn.
    private static let mostRounds = 16
    /// A decision asks for at most three readings, and may be made anew after each step.
    private static let mostDecisions = 12
    /// A CXone whose clock is off shows another start with each read: what is to be done is done all the same.
    private static let mostNotices = 3
    /// For one quick second try of a read; after that the agent waits and makes room for others.
    static let patience: Duration = .seconds(2)

    /// Once the reconciler is to stop, no call is begun and nothing is decided: a read that was cut short says nothing of CXone.
    /// A write that is under way has its answer recorded; the rest is taken up at the next start.
    var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    // MARK: Deciding

    mutating func pursue(
        _ desired: Change,
        isOvertaken: Bool = false,
        _ dossier: Dossier,
        live: Reading<LiveReading> = .notTaken
    ) async throws(StoreFault) -> Step {
        var situation = try await situation(about: desired, dossier)
        situation.live = live
        situation.isOvertaken = isOvertaken
        situation.hasJustMoved = notices > 0
        for _ in 0..<Self.mostDecisions {
            if isStopping { return .wait(until: parts.now()) }
            let now = parts.now()
            let decision = decide(situation, now: now)
            if decision.verdict.leadsToWrite(in: situation), !parts.gate.isOpen { return .pause }
            parts.metrics.count(decision.verdict)
            var conclusion = AgentConclusion(run: self, situation: situation, decision: decision, dossier: dossier, now: now)
            switch decision.verdict {
            case .look(let what):
                await look(at: what, &situation)
                // What others did is told before anything is done about it, so that events keep their order.
                if what == .live, situation.ledger.openIntent == nil, dossier.lastReported != nil, notices < Self.mostNotices,
                    try await notice(situation.live, dossier)
                {
                    notices += 1
                    return .again
                }
            case .confirm(let evidence):
                try await conclusion.applied(evidence)
                return .again
            case .disprove(let acknowledged):
                if let step = try await conclusion.disproved(acknowledged: acknowledged) { return step }
                // While its write was open nothing could take its place; now something may.
                if desired.isMade || dossier.open.count > 1 || desired.cancelRequestedAt != nil { return .again }
                situation.ledger.openIntent = nil
            case .already(let evidence):
                try await conclusion.already(evidence)
                return .again
            case .satisfied(let evidence, let segment):
                try await conclusion.satisfied(evidence, by: segment)
                return .again
            case .hold(.override, _) where situation.history == .notTaken && !situation.isHeld(for: .override):
                // What it rests on is kept with the decision: the records that show who moved the agent.
                await look(at: .history, &situation)
            case .hold(let reason, let until):
                return .wait(until: try await conclusion.holds(reason, until: until))
            case .shadow:
                try await conclusion.shadowed()
                return .again
            case .withdraw(let wanted):
                return try await withdraw(wanted, &conclusion)
            case .expire:
                try await conclusion.finish(.expired, .expired, code: desired.lastWait?.rawValue, detail: "its time to act is over")
                return .again
            case .refuse(let code):
                try await conclusion.finish(.refused, .refused, code: code.rawValue, detail: conclusion.lastWords)
                return .again
            case .fail(let code):
                try await conclusion.finish(.failed, .failed, code: code.description, detail: conclusion.lastWords)
                return .again
            case .wait(let reason, let until):
                return .wait(until: try await conclusion.waits(reason, until: until))
            case .apply(let wanted):
                return try await apply(wanted, &conclusion)
            }
        }
        return .wait(until: parts.now() + .seconds(1))
    }

    // MARK: Looking

    private mutating func look(at what: Verdict.Look, _ situation: inout Situation) async {
        switch what {
        case .live:
            let notBefore = situation.earliestUsefulReading(now: parts.now(), after: tookBackAt)
            situation.live = await reading { run async throws(CXoneFault) in
                try await run.tenant.client.liveStatus(run.agent.userID, notBefore: notBefore, patience: Self.patience)
            }
            if case .taken(let live, let at) = situation.live {
                tenant.noteStatus(live.status.label, of: agent.userID, at: at)
                await upgrade(situation.ledger.lastConfirmed, by: Evidence(live, observedAt: at), live)
            }
        case .user:
            let reading = await reading { run async throws(CXoneFault) in
                Observed(try await run.tenant.client.user(run.agent.userID, patience: Self.patience), at: run.parts.now())
            }
            tenant.remember(reading, of: agent.userID)
            situation.agent.user = reading
            situation.fleet.otherUserReadableAt = tenant.otherUserReadable(than: agent.userID)
        case .history:
            let from = situation.historyFrom
            let (ledger, policy) = (situation.ledger, situation.policy)
            situation.history = await reading { run async throws(CXoneFault) in
                let to = run.parts.now() + .seconds(60)
                let segments = try await run.tenant.client.history(of: run.agent.userID, from: from, to: to)
                let view = HistoryView(segments: segments, from: from, isComplete: true)
                    .classified(by: ledger, capabilities: run.tenant.capabilities, policy: policy)
                return Observed(view, at: run.parts.now())
            }
        }
    }

    /// A write that only its own answer confirmed is seen by a read as well: that is journalled, without a second event.
    private func upgrade(_ write: ConfirmedWrite?, by evidence: Evidence, _ live: LiveReading) async {
        guard let write, write.grade == .response, live.match(write.wanted).fits, let since = live.since, write.covers(since),
            tenant.isFirstRead(of: write.change, by: agent.userID)
        else { return }
        // Lost only where the store cannot record at all; the change itself is settled and recorded.
        try? await parts.store.record([parts.scribe.seenAgain(write, agent, evidence)], at: evidence.observedAt)
        parts.recorded()
    }

    mutating func reading<Value: Sendable & Hashable>(
        _ call: (AgentRun) async throws(CXoneFault) -> Observed<Value>
    ) async -> Reading<Value> {
        let started = parts.now()
        calls += 1
        defer { callTime += parts.now() - started }
        do throws(CXoneFault) {
            let observed = try await call(self)
            tenant.answered(at: parts.now())
            return .taken(observed.value, at: observed.at)
        } catch {
            if case .unavailable = error.reading { tenant.failed(error.label, at: parts.now()) }
            return .failed(error.reading, at: parts.now())
        }
    }

    /// Everything that is known without asking CXone.
    private func situation(about desired: Change, _ dossier: Dossier) async throws(StoreFault) -> Situation {
        let policy = parts.policies.policy(for: desired)
        var ledger = dossier.ledger
        ledger.isDesiredConfirmed = dossier.confirmed.contains(desired.id)
        return Situation(
            agent: AgentFacts(id: agent, user: tenant.rememberedUser(agent.userID), publishedShift: dossier.shift),
            capabilities: tenant.capabilities,
            desired: desired,
            ledger: ledger,
            fleet: try await parts.fleet(of: tenant, for: desired, newest: dossier.newest, policy: policy),
            policy: policy
        )
    }
}

extension Verdict {
    /// Whether it begins a change at CXone, or reads what only a new change needs.
    ///
    /// While nothing can be recorded no new change is made (5-store-and-journal, item 7). What came of one that was made is
    /// still looked up and settled.
    fileprivate func leadsToWrite(in situation: Situation) -> Bool {
        switch self {
        case .apply, .withdraw: true
        case .look: situation.ledger.openIntent == nil
        default: false
        }
    }
}

extension Situation {
    fileprivate func isHeld(for reason: HoldReason) -> Bool { ledger.hold(reason, on: desired.id) != nil }

    /// A live reading begun earlier than this would only be asked for again.
    fileprivate func earliestUsefulReading(now: Instant, after tookBackAt: Instant?) -> Instant {
        let young = now - policy.liveMaxAge
        let written = ledger.openIntent.map { $0.endedAt ?? $0.recordedAt }
        // What one read brought for many agents may be from before this one's last write, which then only the history showed.
        let confirmed = ledger.lastConfirmed?.confirmedAt
        // What was read once and asked for again was too old.
        return [young, written, confirmed, ledger.lastTakenBack, tookBackAt, live.at].compactMap { $0 }.max() ?? young
    }
}
