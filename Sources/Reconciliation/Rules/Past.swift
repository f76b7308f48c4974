/// What can be said of the time since some moment, for the rules that ask who moved the agent.
enum Past {
    /// The agent is in the same state as then.
    case unmoved
    /// Nothing has moved since the history was last judged.
    case asLastSeen
    case shown(HistoryView, at: Instant)
    /// The history cannot be read.
    case unreadable(ReadFault)
    /// The history must be read first.
    case unread
    /// There is no live status to compare with, and no history at hand.
    case unseen
}

extension Deliberation {
    /// Reading the history costs a call, so it is done only where the live status leaves a question; one at hand is used.
    ///
    /// - Parameter wasJudged: what the history showed when it was last judged is remembered as far as it matters here.
    func past(since floor: Instant, of live: LiveReading?, wasJudged: Bool = true) -> Past {
        if case .taken(let view, let at) = situation.history, now - at <= policy.liveMaxAge { return .shown(view, at: at) }
        guard let live else { return .unseen }
        if let since = live.since, since <= floor { return .unmoved }
        let isAsLastSeen = situation.ledger.lastSeen?.isSame(as: live) == true
        switch situation.history {
        case .taken(let view, let at) where isAsLastSeen:
            return .shown(view, at: at)
        case .failed(let fault, let at) where !(isAsLastSeen && wasJudged) && now - at <= policy.liveMaxAge:
            return .unreadable(fault)
        case .notTaken, .taken, .failed:
            return isAsLastSeen && wasJudged ? .asLastSeen : .unread
        }
    }
}

extension HistoryView {
    /// Whether it shows everything since some moment.
    func reachesBack(to floor: Instant) -> Bool { isComplete && from <= floor }
}

extension Situation {
    /// From when on the history must be read for every rule to have what it needs, the state before included.
    package var historyFrom: Instant {
        var from = overruledFrom
        if canBeSatisfied { from = min(from, earliestSatisfying) }
        if let openIntent = ledger.openIntent { from = min(from, openIntent.earliestStart) }
        return from - HistoryTimeline.overlap
    }

    /// The bridge made this change before.
    var wasMade: Bool {
        desired.isMade || ledger.isDesiredConfirmed || ledger.confirmed.contains { $0.change == desired.id }
    }
}
