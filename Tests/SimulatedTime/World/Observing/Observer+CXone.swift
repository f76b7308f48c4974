import Reconciliation
import Synchronization

/// What CXone sees of the bridge, and what becomes of it there.
extension Observer {
    func moved(_ agent: Int, _ words: String, _ truth: Truth) {
        state.withLock { state in
            state.agents[agent].truth = truth
            if case .bridge = truth.present.maker { return }
            state.agents[agent].lastEffect = nil
        }
        note("agent-\(agent) \(words)")
    }

    func called(_ agent: Int, _ call: CallKind) {
        state.withLock { state in
            state.callCount += 1
            if call == .live { state.agents[agent].lastLive = (timeline.now, false) }
            state.life.calls += 1
        }
        note("agent-\(agent) call \(call.rawValue)")
    }

    /// A call is one too many.
    func overLimit(_ agent: Int) {
        met("limit", agent)
        let (calls, over) = state.withLock { state in
            state.life.overLimit += 1
            return (state.life.calls, state.life.overLimit)
        }
        if over > Self.finding + calls * Self.mostOverShare / 100 {
            breaks(.budget, "\(over) of \(calls) calls were over the limit")
        }
    }

    /// Calls over the limit by which it may be found: in a few bursts, far apart, no rate can be told.
    private static var finding: Int { 25 }
    /// And percent of all calls by which one finds out whether it is still there.
    private static var mostOverShare: Int { 15 }

    func met(_ fault: String, _ agent: Int) {
        state.withLock { $0.agents[agent].faults[fault] = timeline.now }
        note("agent-\(agent) meets \(fault)")
    }

    func read(_ agent: Int, _ reading: LiveReading, began: Instant, shown: Instant) {
        state.withLock { state in
            state.agents[agent].lastReadBegan = began
            state.agents[agent].lastLive = (began, true)
            state.agents[agent].shown = (reading, shown)
        }
        note("agent-\(agent) is read: \(reading.status.label)")
    }

    func historyRead(_ agent: Int, began: Instant) {
        state.withLock { $0.agents[agent].lastReadBegan = began }
    }

    func historyTroubled(_ agent: Int) {
        state.withLock { $0.agents[agent].historyTroubledAt = timeline.now }
    }

    func answered(_ label: String, _ agent: Int, write: Int) {
        state.withLock { state in
            if label != "accepted" { state.agents[agent].sent[write]?.mayCount = false }
            guard state.agents[agent].lastWrite?.number == write else { return }
            state.agents[agent].lastWrite?.endedAt = timeline.now
        }
        note("agent-\(agent) write \(write) is answered: \(label)")
    }

    func tookEffect(_ write: Int, _ agent: Int, at start: Instant) {
        let (change, newer, last) = state.withLock { state -> (ChangeID?, Int?, ChangeID?) in
            let change = state.writes[write]
            let last = state.agents[agent].lastEffect
            state.agents[agent].lastEffect = change
            state.agents[agent].sent[write]?.tookEffect = true
            if state.lookalikes.contains(write) { return (nil, nil, nil) }
            let newest = state.agents[agent].lastWrite?.number
            return (change, newest.flatMap { $0 > write ? $0 : nil }, last)
        }
        if let newer { breaks(.twice, "agent-\(agent) write \(write) takes effect after write \(newer) was sent") }
        if let change, change == last { breaks(.twice, "agent-\(agent) \(change) takes effect twice") }
    }

    /// A write leaves.
    func sends(_ wanted: Wanted, _ agent: Int, write: Int) {
        let now = timeline.now
        note("agent-\(agent) write \(write) leaves: \(wanted.status.rawValue)")
        let (view, followed) = state.withLock { state -> (AgentView, Followed?) in
            let view = state.agents[agent]
            state.agents[agent].wrote.append((wanted.status, now))
            if let change = view.intended {
                state.writes[write] = change
                state.agents[agent].lastWrite = (write, change, nil)
                let isCorrection = state.changes[change]?.wasConfirmed == true
                state.agents[agent].sent[write] = Sent(at: now, isCorrection: isCorrection)
            }
            return (view, view.intended.flatMap { state.changes[$0] })
        }
        guard let followed else { return breaks(.twice, "agent-\(agent) write \(write) has no intent") }
        let change = followed.change
        if !followed.state.isFinal, now > change.expiresAt {
            breaks(.late, "agent-\(agent) \(change.id) leaves \((now - change.expiresAt).milliseconds) ms after expiresAt")
        }
        if let last = view.lastWrite {
            if let ended = last.endedAt {
                if view.lastReadBegan.map({ $0 < ended }) ?? true {
                    breaks(.twice, "agent-\(agent) write \(write) follows write \(last.number) without a read between")
                }
            } else {
                breaks(.twice, "agent-\(agent) write \(write) leaves while write \(last.number) is under way")
            }
        }
        if wanted.status == .offline, view.shown?.reading.onContact == .yes {
            breaks(.offlineOnContact, "agent-\(agent) is sent to Offline from a contact that was shown")
        }
        // What failed is as old as its end, a while after it was asked for.
        if view.lastLive.map({ now - $0.at > ($0.isShown ? .seconds(10) : .seconds(11)) }) ?? true {
            breaks(.stale, "agent-\(agent) write \(write) rests on what was read too long ago")
        }
        judgeOverride(change, agent, view)
        judgeFight(followed, agent)
    }

    private func judgeOverride(_ change: Change, _ agent: Int, _ view: AgentView) {
        guard policy.yieldsToPeople, let shown = view.shown else { return }
        // What the bridge could know: the state that it was last shown, and how that came about.
        let stretches = view.truth.stretches
        guard let index = stretches.lastIndex(where: { $0.start <= shown.of }), stretches[index].maker == .person else { return }
        let move = stretches[index]
        let floor = [change.effectiveAt, view.lastConfirmed, view.lastRelease].compactMap(\.self).max() ?? change.effectiveAt
        guard move.start > floor else { return }
        // The first move after a login belongs to it, and what has the status of a write close by may be that write.
        if index >= 2, stretches[index - 2].status == .status(.offline) || stretches[index - 1].status == .status(.offline) { return }
        if let last = view.lastConfirmed, move.start - last < .seconds(20) { return }
        if let troubled = view.historyTroubledAt, timeline.now - troubled < .seconds(60) { return }
        breaks(.overridden, "agent-\(agent) \(change.id) is written over what a person chose")
    }

    private func judgeFight(_ followed: Followed, _ agent: Int) {
        guard followed.wasConfirmed else { return }
        let count = sent(to: agent, within: .minutes(10)) { $0.isCorrection }
        if count > 3 { breaks(.fight, "agent-\(agent) \(count) corrections in ten minutes") }
    }

    /// How many writes of late count.
    func sent(to agent: Int, within span: Duration, where fits: (Sent) -> Bool = { _ in true }) -> Int {
        let now = timeline.now
        return state.withLock { state in
            state.agents[agent].sent.values.count { now - $0.at < span && $0.counts && fits($0) }
        }
    }
}
