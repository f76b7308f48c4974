/// Rule 8: who took the break and came back is not sent on it again.
@Sendable
func satisfiedRule(_ d: inout Deliberation) -> Verdict? {
    guard d.policy.satisfiable.contains(d.desired.wanted.status) else { return d.pass(.satisfied, .notSatisfiable) }
    guard !d.situation.wasMade else { return d.pass(.satisfied, .appliedBefore) }
    let live = d.freshLive.value
    let earliest = d.situation.earliestSatisfying
    // A stay that is over ended when the present state began, at the latest.
    if let since = live?.since, since - earliest < d.situation.shortestStay { return d.pass(.satisfied, .nothingSatisfies) }
    switch d.past(since: earliest, of: live, wasJudged: d.situation.wasSatisfyingJudged) {
    case .unmoved: return d.pass(.satisfied, .unmoved)
    case .unseen: return d.pass(.satisfied, .liveUnknownGoesOn("not readable"))
    case .asLastSeen: return d.pass(.satisfied, .asLastSeen)
    case .unreadable(let fault): return d.pass(.satisfied, .historyUnread(fault))
    case .unread: return d.rule(.satisfied, .needs(.history), .look(.history))
    case .shown(let view, let at):
        guard let stay = d.situation.satisfyingStay(in: view, from: earliest) else {
            guard view.reachesBack(to: earliest) else { return d.pass(.satisfied, .historyShort) }
            let gaps = view.gaps(since: earliest)
            return d.pass(.satisfied, gaps.isEmpty ? .nothingSatisfies : .historyHoled(gaps))
        }
        let evidence = Evidence(grade: .history, stateID: stay.first.stateID, startTime: stay.first.start, observedAt: at)
        return d.rule(.satisfied, .satisfied(long: stay.length), .satisfied(evidence, segment: stay.first))
    }
}

/// A stay in one status: one segment, or several that follow each other.
private struct Stay {
    let first: SegmentID
    var end: Instant
    var length: Duration { end - first.start }
}

extension Situation {
    var canBeSatisfied: Bool { policy.satisfiable.contains(desired.wanted.status) && !wasMade }

    /// A stay that begins before this is no doing of this change.
    var earliestSatisfying: Instant {
        desired.effectiveAt - max(min(desired.expiresAt - desired.effectiveAt, policy.satisfyingLead), .zero)
    }

    /// Whether this rule has had the history for this change, and nothing has moved since. That somebody else's look at the agent
    /// judged the history does not count: it kept who moved him, not how long he stayed.
    fileprivate var wasSatisfyingJudged: Bool {
        guard !hasJustMoved, let lastWait = desired.lastWait else { return false }
        return switch lastWait {
        // Waits of the rules that follow.
        case .loggedOut, .onContact, .wrapUp, .budget: true
        case .paused, .cxoneUnavailable, .liveUnknown, .notPermitted, .outcomeUnknown: false
        }
    }

    /// At least a minute and half of the planned time; where no end is planned, a minute.
    fileprivate var shortestStay: Duration {
        guard let endsAt = desired.endsAt else { return policy.satisfyingTime }
        return max(policy.satisfyingTime, (endsAt - desired.effectiveAt) / 2)
    }

    /// A finished stay in the wanted status that nothing of the bridge's and no contact had a part in.
    fileprivate func satisfyingStay(in view: HistoryView, from earliest: Instant) -> Stay? {
        let segments = view.segments
        var index = segments.startIndex
        while index < segments.endIndex {
            let first = index
            index += 1
            guard canSatisfy(segments[first]), segments[first].start >= earliest, let end = segments[first].end else { continue }
            var stay = Stay(first: segments[first].id, end: end)
            while index < segments.endIndex, canSatisfy(segments[index]), !segments[index - 1].isFollowedByGap(before: segments[index]),
                let end = segments[index].end
            {
                stay.end = end
                index += 1
            }
            // Without the state that came after it nobody knows what ended it.
            guard index < segments.endIndex, !segments[index - 1].isFollowedByGap(before: segments[index]) else { continue }
            let next = segments[index]
            if next.transition == .contact || !next.status.isKnown || next.status == segments[first].status { continue }
            if stay.length >= shortestStay { return stay }
        }
        return nil
    }

    private func canSatisfy(_ segment: HistorySegment) -> Bool {
        segment.transition != .bridge && segment.status == .status(desired.wanted.status)
            && !ledger.satisfying.contains(segment.id)
    }
}
