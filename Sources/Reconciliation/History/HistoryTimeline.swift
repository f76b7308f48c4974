/// How far an agent's history has been taken in; what a read adds to that is new.
package struct HistoryTimeline: Sendable, Hashable {
    /// The newest record that was taken in; durable, so that a restart goes on where the last run stopped.
    package private(set) var cursor: SegmentID?

    /// - Parameter cursor: where the last run stopped; nil if the agent's history was never read.
    package init(cursor: SegmentID? = nil) {
        self.cursor = cursor
    }

    /// What one read added.
    package struct News: Sendable, Hashable {
        /// Records after the cursor, oldest first. Nothing is new of a history that was not read whole.
        package var segments: [HistorySegment] = []
        /// Stretches without a record for which one may still come: what follows them is new again the next time.
        package var gaps: [HistoryGap] = []

        package init() {}
    }

    /// Records that follow each other within this leave no gap: where one ends the next begins, in some tenants to the second.
    package static let tolerance: Duration = .seconds(2)
    /// How far before the cursor a read begins: far enough for the segment before it to be among what is read.
    package static let overlap: Duration = .minutes(15)
    /// How long CXone may take to show in its history what it shows live.
    static let takes: Duration = .seconds(60)
    /// How long a gap is left open for a record that comes late. Some tenants do not list every state: no gap is for ever.
    package static let patience: Duration = .minutes(15)

    /// From when on to read next.
    ///
    /// - Parameter first: from when on, if the history was never read.
    package func readFrom(first: Instant) -> Instant {
        cursor.map { $0.start - Self.overlap } ?? first
    }

    /// Takes in what was read: up to its end, or up to the first gap that may still be filled.
    package mutating func merge(_ read: HistoryView, now: Instant) -> News {
        guard read.isComplete else { return News() }
        var news = News()
        let segments = read.segments.sorted(by: Self.precedes)
        let known = cursor
        let reach = segments.lastIndex { $0.id == known }
        for (index, segment) in segments.enumerated()
        where known.map({ segment.start > $0.start }) ?? true || reach.map({ index > $0 }) == true {
            var segment = segment
            // A state ends where the next one begins, whether or not its record says so.
            if segment.end == nil, index + 1 < segments.count { segment.end = segments[index + 1].start }
            news.segments.append(segment)
        }
        let from = known?.start ?? read.from + Self.overlap
        news.gaps = HistoryView(segments: segments, from: read.from, isComplete: true).gaps(since: from)
            .filter { now - $0.to < Self.patience }
        let taken = news.gaps.first.map { gap in segments.last { $0.start < gap.to } } ?? segments.last
        if let last = taken?.id, known.map({ $0.start <= last.start }) ?? true { cursor = last }
        return news
    }

    private static func precedes(_ left: HistorySegment, _ right: HistorySegment) -> Bool {
        if left.start != right.start { return left.start < right.start }
        switch (left.end, right.end) {
        case (let one?, let other?) where one != other: return one < other
        case (_?, nil): return true
        case (nil, _?): return false
        default: return left.stateID < right.stateID
        }
    }
}

/// A stretch of a history for which there is no record.
package struct HistoryGap: Sendable, Hashable {
    package let from: Instant
    package let to: Instant

    package init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }
}

extension HistoryView {
    /// Stretches after some moment between two records that do not follow each other.
    package func gaps(since moment: Instant) -> [HistoryGap] {
        zip(segments, segments.dropFirst()).compactMap { earlier, later in
            guard let end = earlier.end, later.start > moment, earlier.isFollowedByGap(before: later) else { return nil }
            return HistoryGap(from: end, to: later.start)
        }
    }
}
