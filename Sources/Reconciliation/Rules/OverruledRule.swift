/// Rule 9: what a person did after the change was due counts more than the change, unless policy says otherwise.
@Sendable
func overruledRule(_ d: inout Deliberation) -> Verdict? {
    let floor = d.situation.overruledFrom
    if let move = d.situation.knownMove(since: floor) { return judge(&d, move) }
    switch d.past(since: floor, of: d.freshLive.value) {
    case .unmoved: return d.pass(.overruled, .unmoved)
    case .unseen: return d.pass(.overruled, .liveUnknownGoesOn("not readable"))
    case .asLastSeen: return d.pass(.overruled, .asLastSeen)
    case .unreadable(let fault):
        if d.mustKnowWhoMoved { return d.rule(.overruled, .historyUnread(fault), .wait(.cxoneUnavailable, until: nil)) }
        return d.pass(.overruled, .historyUnread(fault))
    case .unread: return d.rule(.overruled, .needs(.history), .look(.history))
    case .shown(let view, _):
        if let move = view.personMove(since: floor) { return judge(&d, move) }
        if d.mustKnowWhoMoved, let live = d.freshLive.value, !view.shows(live) {
            return d.rule(.overruled, .historyLate, .wait(.cxoneUnavailable, until: nil))
        }
        guard view.reachesBack(to: floor) else { return d.pass(.overruled, .historyShort) }
        let gaps = view.gaps(since: floor)
        guard let last = gaps.last else { return d.pass(.overruled, .notOverruled) }
        if d.mustKnowWhoMoved, d.now - last.to < HistoryTimeline.takes {
            return d.rule(.overruled, .historyHoled(gaps), .wait(.cxoneUnavailable, until: nil))
        }
        return d.pass(.overruled, .historyHoled(gaps))
    }
}

private func judge(_ d: inout Deliberation, _ move: PersonMove) -> Verdict? {
    switch d.policy.override {
    case .untilNextChange:
        return d.rule(.overruled, .overruledHeld(move, until: nil), .hold(.override, until: nil))
    case .lasting(let span):
        let until = move.at + span
        guard d.now < until else { return d.pass(.overruled, .overruleOver(move)) }
        return d.rule(.overruled, .overruledHeld(move, until: until), .hold(.override, until: until))
    case .wfmWins:
        return d.pass(.overruled, .overruledCorrected(move))
    case .reportOnly where d.desired.isMade:
        return d.rule(.overruled, .overruledLeft(move), .hold(.override, until: nil))
    case .reportOnly:
        return d.pass(.overruled, .overruledReported(move))
    }
}

extension Situation {
    /// A move overrules the change if it is later than effectiveAt, than the bridge's last write and than the last release.
    package var overruledFrom: Instant {
        ledger.lastRelease.map { max(actedFrom, $0) } ?? actedFrom
    }

    /// The same, releases left aside.
    var actedFrom: Instant { ledger.actedFrom(desired) }

    /// A move that was found before, so that the history need not be read for it again: known as such, by a hold, or read just now.
    func knownMove(since floor: Instant) -> PersonMove? {
        var known = ledger.lastPersonMove.flatMap { $0.at > floor ? $0 : nil }
        if known == nil, let hold = ledger.hold(.override, on: desired.id), hold.since > floor {
            known = PersonMove(at: hold.since, status: live.value?.status.label ?? "another status")
        }
        guard let earlier = known else { return nil }
        guard let later = history.value?.personMove(since: earlier.at) else { return earlier }
        return later
    }
}

extension Ledger {
    /// From when on a move would be one over a change: since it was due and the bridge last wrote.
    func actedFrom(_ change: Change) -> Instant {
        guard let write = lastConfirmed else { return change.effectiveAt }
        return max(change.effectiveAt, write.shownSince ?? write.sentAt, write.sentAt)
    }
}

extension Deliberation {
    /// What was made once is made again only where no person undid it: not to know that is not to correct.
    fileprivate var mustKnowWhoMoved: Bool { desired.isMade && policy.override != .wfmWins }
}

extension HistoryView {
    /// Whether it has come so far as to show the present state.
    fileprivate func shows(_ live: LiveReading) -> Bool {
        guard let last = segments.last, last.end == nil else { return false }
        return live.since.map { $0 - last.start <= Intent.clockSlack } ?? (last.status == live.status)
    }

    /// The newest move of a person that is later than some moment and than the bridge's own last write.
    package func personMove(since floor: Instant) -> PersonMove? {
        for (index, segment) in zip(segments.indices, segments).reversed() {
            if segment.start <= floor || segment.transition == .bridge { return nil }
            guard segment.transition == .person else { continue }
            return PersonMove(segment, from: index > segments.startIndex ? segments[index - 1].status.label : nil)
        }
        return nil
    }
}
