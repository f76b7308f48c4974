import Notation
import Reconciliation
import Store
import Synchronization

/// What the bridge makes durable.
extension Observer {
    func accepted(_ submission: Submission, _ results: [ItemResult]) {
        if let schedule = submission.schedule, results.contains(where: \.isTaken) {
            replace(by: schedule, from: submission.source, but: results)
        }
        for (item, result) in zip(submission.items, results) {
            guard case .change(let change) = item, result == .accepted else { continue }
            replace(by: change)
            state.withLock { state in
                let isPlanned = submission.schedule != nil
                state.changes[change.id] = Followed(change: change, state: change.state, isPlanned: isPlanned, storedAt: timeline.now)
            }
            note("agent-\(Self.agent(change.agent)) \(change.id) is accepted: \(change.wanted.status.rawValue)")
            promiseLook(at: change, from: max(change.dueAt, timeline.now))
            promiseEnd(of: change, by: max(change.expiresAt, timeline.now) + Self.patience, even: false)
            promiseEnd(of: change, by: max(change.expiresAt, timeline.now) + .minutes(16) + Self.patience, even: true)
        }
    }

    /// A higher version of the same reference replaces what is there.
    private func replace(by change: Change) {
        guard let reference = change.reference else { return }
        state.withLock { state in
            for (id, followed) in state.changes {
                let other = followed.change
                guard other.agent == change.agent, other.source == change.source, other.reference == reference else { continue }
                if (other.version ?? .min) < (change.version ?? .min) { state.changes[id]?.isReplaced = true }
            }
        }
    }

    /// A schedule replaces what its source planned for the agent in its span, but for what both say.
    private func replace(by schedule: SchedulePublication, from source: SourceName, but results: [ItemResult]) {
        let kept = Set(results.compactMap { if case .existing(let id, _) = $0 { id } else { nil } })
        state.withLock { state in
            for (id, followed) in state.changes where followed.isPlanned && !kept.contains(id) {
                let other = followed.change
                guard other.agent == schedule.agent, other.source == source else { continue }
                if schedule.from <= other.effectiveAt, other.effectiveAt < schedule.to { state.changes[id]?.isReplaced = true }
            }
        }
    }

    /// How long something that is due may have to wait for its turn behind calls that hang.
    private static var patience: Duration { .minutes(3) }

    private func promiseLook(at change: Change, from: Instant) {
        timeline.at(from + Self.patience) {
            let now = self.timeline.now
            let (isOpen, look, alive) = self.state.withLock { state in
                (
                    state.changes[change.id].map { !$0.state.isFinal } ?? false, state.agents[Self.agent(change.agent)].lastLook,
                    state.aliveSince
                )
            }
            guard isOpen, look.map({ $0 < from }) ?? true else { return }
            guard let alive, alive <= from else { return self.promiseLook(at: change, from: alive ?? now) }
            self.breaks(.overlooked, "\(change.agent.userID) \(change.id) was due and nobody looked")
        }
    }

    private func promiseEnd(of change: Change, by time: Instant, even isUnknown: Bool) {
        timeline.at(time) {
            let now = self.timeline.now
            let (followed, alive) = self.state.withLock { ($0.changes[change.id], $0.aliveSince) }
            guard let followed, !followed.state.isFinal, isUnknown || !followed.hasOpenIntent else { return }
            guard let alive, now - alive >= Self.patience else {
                return self.promiseEnd(of: change, by: (alive ?? now) + Self.patience, even: isUnknown)
            }
            self.breaks(.lost, "\(change.agent.userID) \(change.id) is still \(followed.state.rawValue), its time is over")
        }
    }

    func withdrawn(_ changes: [Change]) {
        state.withLock { state in
            for change in changes { state.changes[change.id]?.isWithdrawn = true }
        }
    }

    func looked(_ agent: AgentID) {
        state.withLock { $0.agents[Self.agent(agent)].lastLook = timeline.now }
    }

    func intended(_ order: IntentOrder) {
        let agent = Self.agent(order.agent)
        let id = order.intent.change
        note("agent-\(agent) means to write \(order.intent.wanted.status.rawValue) for \(id)")
        kept(order.records, mustBe: true, agent)
        if order.takesBack != nil {
            if state.withLock({ $0.isPaused }) { breaks(.paused, "agent-\(agent) \(id) is to be taken back while all writes are off") }
            return
        }
        let (isPaused, until, followed, shadowed, look) = state.withLock { state in
            let followed = state.changes[id]
            let shadowed = followed.flatMap { state.shadows[$0.change.source] }
            state.agents[agent].intended = id
            state.changes[id]?.hasOpenIntent = true
            state.changes[id]?.wasChosen = true
            if state.changes[id]?.state.isFinal == false { state.changes[id]?.state = .applying }
            let until = state.agents[agent].held.removeValue(forKey: id)
            state.meet(.apply, agent, at: timeline.now)
            return (state.isPaused, until, followed, shadowed, state.agents[agent].lastLook)
        }
        if let followed {
            judge(followed, agent)
            judgeStampede(followed, agent)
        }
        // What the run knows is of its look.
        if let shadowed, let look, shadowed < look { breaks(.shadow, "agent-\(agent) \(id) is to be written in shadow") }
        if isPaused { breaks(.paused, "agent-\(agent) \(id) is to be written while all writes are off") }
        if let until, until.map({ timeline.now < $0 }) ?? true { breaks(.hold, "agent-\(agent) \(id) is held and is to be written") }
    }

    private func judge(_ followed: Followed, _ agent: Int) {
        let change = followed.change
        guard followed.state.isFinal else {
            if followed.isReplaced { breaks(.replaced, "agent-\(agent) \(change.id) has been replaced and is to be written") }
            return
        }
        if let end = change.endsAt, timeline.now > end {
            breaks(.lapsed, "agent-\(agent) \(change.id) is to be corrected after its end")
        }
        let newer = state.withLock { state in
            state.changes.values.first { other in
                other.change.agent == change.agent && other.wasChosen && other.change.effectiveAt > change.effectiveAt
            }
        }
        if let newer { breaks(.lapsed, "agent-\(agent) \(change.id) is to be corrected, and \(newer.change.id) was chosen since") }
    }

    func shadowed(_ source: SourceName, _ isOn: Bool) {
        state.withLock { $0.shadows[source] = isOn ? timeline.now : nil }
        note("\(source) is \(isOn ? "in" : "out of") shadow")
    }

    func settled(_ step: Settlement) {
        let agent = Self.agent(step.agent)
        kept(step.records, mustBe: !step.transitions.isEmpty, agent)
        meet(step, agent)
        tells(step, agent)
        if let result = step.intent { settled(result, agent, step) }
        for transition in step.transitions { moves(transition, agent) }
        for hold in step.holds {
            state.withLock { $0.agents[agent].held[hold.change] = .some(hold.until) }
            // A write that counts may have been sent a little before its intent is looked back at.
            let isOn = state.withLock { state in
                defer { if hold.reason == .fight { state.agents[agent].fightUntil = hold.until } }
                return state.agents[agent].fightUntil.map { timeline.now <= $0 } ?? false
            }
            // A fight holds what comes after as well, until it is over.
            if hold.reason == .fight, !isOn, sent(to: agent, within: .minutes(11)) < 3 {
                breaks(.phantom, "agent-\(agent) \(hold.change) is held for a fight that there was none of")
            }
            guard hold.reason == .override else { continue }
            let (truth, change, isMistaken) = state.withLock { state in
                // Where a contact's Busy was taken for the bridge's own, its end looks like a person's move; and so does a login
                // before which the logout is left out.
                let view = state.agents[agent]
                let isMistaken =
                    state.lookalikes.contains { state.writes[$0] == hold.change }
                    || view.truth.stretches.indices.contains { view.mayLack(view.truth.stretches, $0) }
                return (view.truth, state.changes[hold.change]?.change, isMistaken)
            }
            if let change, !isMistaken, !truth.stretches.contains(where: { $0.maker == .person && $0.start > change.effectiveAt }) {
                breaks(.phantom, "agent-\(agent) \(hold.change) is held for an override, and no person moved")
            }
        }
        for id in step.lapsed { _ = state.withLock { $0.agents[agent].held.removeValue(forKey: id) } }
    }

    private func settled(_ result: IntentResult, _ agent: Int, _ step: Settlement) {
        switch result.ending {
        case .ended: return
        case .closed, .abandoned:
            state.withLock { state in
                guard let id = state.agents[agent].intended else { return }
                state.changes[id]?.hasOpenIntent = false
            }
        case .confirmed(let write):
            let truth = state.withLock { state in
                state.agents[agent].lastConfirmed = write.shownSince.map { max($0, write.sentAt) } ?? write.sentAt
                state.changes[write.change]?.hasOpenIntent = false
                state.changes[write.change]?.wasConfirmed = true
                return state.agents[agent].truth
            }
            let wanted = LiveStatus.status(write.wanted.status)
            let span = (write.sentAt - .seconds(6))...max(write.confirmedAt, write.sentAt)
            // Where contacts show only as Busy, one that begins as the write leaves cannot be told from it.
            let isShown = truth.stretches.contains { stretch in
                stretch.status == wanted && !(seesContacts && stretch.isContact) && span.contains(stretch.start)
            }
            let isOwn = truth.stretches.contains { stretch in
                if case .bridge(let number) = stretch.maker { state.withLock { $0.writes[number] == write.change } } else { false }
            }
            if isShown, !isOwn {
                state.withLock { state in
                    for (number, change) in state.writes where change == write.change { state.lookalikes.insert(number) }
                }
            }
            if !isShown {
                breaks(.untrue, "agent-\(agent) \(write.change) counts as applied, and never was")
            }
        }
    }

    private func moves(_ transition: Transition, _ agent: Int) {
        let before = state.withLock { state in
            let before = state.changes[transition.change]?.state
            state.changes[transition.change]?.state = transition.to
            if ![.superseded, .cancelled].contains(transition.to) { state.changes[transition.change]?.wasChosen = true }
            if transition.to != .held { state.agents[agent].held.removeValue(forKey: transition.change) }
            return before
        }
        note("agent-\(agent) \(transition.change) is \(transition.to.rawValue) \(transition.lastWait?.rawValue ?? transition.code ?? "")")
        if before?.isFinal == true { breaks(.twice, "agent-\(agent) \(transition.change) ends twice") }
    }

    /// Which rule decided after which fault.
    private func meet(_ step: Settlement, _ agent: Int) {
        guard let bytes = step.explanation, let value = try? JSONValue(parsing: bytes),
            let rule = value["chain"]?.array?.last?["rule"]?.int.flatMap({ Rule(rawValue: Int($0)) })
        else { return }
        state.withLock { $0.meet(rule, agent, at: timeline.now) }
    }

    private func kept(_ records: [JournalRow.Content], mustBe isRequired: Bool, _ agent: Int) {
        if isRequired, records.isEmpty { breaks(.journal, "agent-\(agent) a step without a record") }
        for record in records {
            let isNew = state.withLock { $0.records.insert(record.recordID).inserted }
            if !isNew { breaks(.journal, "agent-\(agent) record \(record.recordID) comes twice") }
        }
    }

    func paused(_ isPaused: Bool) {
        state.withLock { $0.isPaused = isPaused }
        note(isPaused ? "all writes are off" : "writes are on")
    }

    func released(_ holds: [Hold]) {
        for hold in holds {
            state.withLock { state in
                state.agents[Self.agent(hold.agent)].held.removeValue(forKey: hold.order.change)
                state.agents[Self.agent(hold.agent)].lastRelease = timeline.now
                if hold.order.reason == .stampede { state.stampedeReleases[hold.order.source] = timeline.now }
            }
            note("\(hold.agent.userID) \(hold.order.change) is released")
        }
    }

    // MARK: Events

    /// An event arrives at its receiver.
    func delivered(_ delivery: Delivery) {
        let agent = Self.agent(delivery.agent)
        let last = state.withLock { state in
            let last = state.agents[agent].delivered
            state.agents[agent].delivered = max(last, delivery.sequence)
            return last
        }
        note("agent-\(agent) event \(delivery.sequence) \(delivery.type) arrives")
        if delivery.sequence > last + 1 { breaks(.order, "agent-\(agent) event \(delivery.sequence) follows \(last)") }
    }
}

extension ItemResult {
    /// Whether the store has the item now.
    fileprivate var isTaken: Bool {
        switch self {
        case .accepted, .existing: true
        case .versionConflict, .staleVersion, .staleSchedule, .scheduleConflict, .refused: false
        }
    }
}

extension Observer.State {
    /// A rule decides about an agent: it meets what went wrong for him a while ago.
    fileprivate mutating func meet(_ rule: Rule, _ agent: Int, at now: Instant) {
        for (fault, at) in agents[agent].faults where now - at <= .minutes(3) {
            meetings.insert(Meeting(rule: rule.rawValue, fault: fault))
        }
    }
}
