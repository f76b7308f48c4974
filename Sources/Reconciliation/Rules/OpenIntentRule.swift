/// Rule 0: a write whose outcome is unknown is looked up before anything else may happen.
@Sendable
func openIntentRule(_ d: inout Deliberation) -> Verdict? {
    guard let intent = d.situation.ledger.openIntent else { return d.pass(.openIntent, .noOpenIntent) }
    let lookedSince = intent.endedAt ?? intent.recordedAt
    guard case let live = d.freshLive, let readAt = live.at, readAt >= lookedSince else {
        return d.rule(.openIntent, .needs(.live), .look(.live))
    }
    var conclusive = false
    if case .taken(let reading, let at) = live {
        let isRecent = reading.since.map { $0 >= intent.recordedAt - Intent.clockSlack }
        if reading.match(intent.wanted).fits, isRecent ?? true {
            return d.rule(.openIntent, .writeShown(by: reading.origin), .confirm(Evidence(reading, observedAt: at)))
        }
        // An agent whose state is older than the write has not been moved by it.
        conclusive = isRecent == false
    }
    if !conclusive, live.value != nil {
        switch d.situation.history {
        case .taken(let view, let at) where at >= lookedSince && d.now - at <= d.policy.liveMaxAge:
            if let segment = view.segments.last(where: { intent.isShown(by: $0) }) {
                let evidence = Evidence(grade: .history, stateID: segment.stateID, startTime: segment.start, observedAt: at)
                return d.rule(.openIntent, .writeShown(by: .history), .confirm(evidence))
            }
            // A whole history without the written state says no, provided that the agent can be seen now.
            conclusive = view.isComplete
        case .failed(_, let at) where at >= lookedSince && d.now - at <= d.policy.liveMaxAge:
            break
        case .notTaken, .taken, .failed:
            return d.rule(.openIntent, .needs(.history), .look(.history))
        }
    }
    // A write on its way may still arrive; an acknowledged one may still show.
    let settled =
        intent.isAcknowledged
        ? lookedSince + d.policy.showingTime : intent.recordedAt + d.policy.intentSettling
    if conclusive, readAt >= settled {
        return d.rule(.openIntent, .writeDisproved, .disprove(acknowledged: intent.isAcknowledged))
    }
    if d.now > max(d.desired.expiresAt, intent.recordedAt + d.policy.intentPatience) {
        return d.rule(.openIntent, .writeNeverSettled, .fail(.outcomeUnknown))
    }
    let until = d.now < settled ? settled : nil
    return d.rule(.openIntent, .writeNotShownYet(until: until), .wait(.outcomeUnknown, until: until))
}

extension Intent {
    /// Whether a segment of the history can be what this write did.
    func isShown(by segment: HistorySegment) -> Bool {
        let latest = (endedAt ?? recordedAt + Intent.callTime) + Intent.clockSlack
        guard segment.start >= recordedAt - Intent.clockSlack, segment.start <= latest else { return false }
        return Match(live: segment.status, pauseReason: nil, wanted: wanted).fits
    }

    /// How long a call to CXone lasts at most (3-cxone-wire, Manners).
    static let callTime: Duration = .seconds(10)
}
