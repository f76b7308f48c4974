/// The trace that a write of the bridge leaves in a history: which status, begun between when and when.
package struct WriteMark: Sendable, Hashable {
    package let wanted: Wanted
    package let sentAt: Instant
    /// When the call ended, or the last moment at which what it asked for can have begun.
    package let endedAt: Instant
    /// The start of the state that an observation showed as this write's doing.
    package let shownSince: Instant?

    /// It took back what waited for the end of a contact: what it asked for begins then, whenever that is, and not later.
    let followsContact: Bool

    /// The intent of a write whose outcome is open: it knows what was there before.
    private var intent: Intent?

    package init(wanted: Wanted, sentAt: Instant, endedAt: Instant, shownSince: Instant? = nil) {
        self.wanted = wanted
        self.sentAt = sentAt
        self.endedAt = endedAt
        self.shownSince = shownSince
        followsContact = false
    }

    package init(takingBack wanted: Wanted, at sentAt: Instant) {
        self.wanted = wanted
        self.sentAt = sentAt
        endedAt = sentAt
        shownSince = nil
        followsContact = true
    }

    package init(_ write: ConfirmedWrite) {
        self.init(wanted: write.wanted, sentAt: write.sentAt, endedAt: write.callEnded, shownSince: write.shownSince)
    }

    /// A write whose outcome is open: CXone may take its time over what it acknowledged or queued.
    package init(_ intent: Intent, policy: Policy) {
        self.init(wanted: intent.wanted, sentAt: intent.recordedAt, endedAt: intent.latestStart(policy) - Intent.clockSlack)
        self.intent = intent
    }

    func fits(_ segment: HistorySegment) -> Bool { Match(live: segment.status, pauseReason: nil, wanted: wanted).fits }

    /// How far a segment's start lies outside the call; nil if the segment cannot be this write's doing.
    ///
    /// The segment that showed the write is nearer than any other.
    func distance(to segment: HistorySegment) -> Int64? {
        guard fits(segment) else { return nil }
        if segment.start == shownSince { return -1 }
        if intent?.isPrevious(startedAt: segment.start) == true { return nil }
        guard segment.start >= sentAt - Intent.clockSlack, segment.start <= endedAt + Intent.clockSlack else { return nil }
        if segment.start < sentAt { return (sentAt - segment.start).inMicroseconds }
        return segment.start > endedAt ? (segment.start - endedAt).inMicroseconds : 0
    }
}

extension Ledger {
    /// The traces of all writes in the ledger, the open one last.
    package func marks(_ policy: Policy) -> [WriteMark] {
        var marks = confirmed.map { WriteMark($0) } + takenBack
        if let openIntent { marks.append(WriteMark(openIntent, policy: policy)) }
        return marks
    }
}
