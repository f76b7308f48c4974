/// An agent's history as far as it has been taken in: reads are merged into it, and each segment is new once.
package struct HistoryTimeline: Sendable, Hashable {
    /// Known segments from a little before the cursor on, oldest first.
    package private(set) var segments: [HistorySegment] = []
    /// The newest segment that was taken in; durable, so that a restart goes on where the last run stopped.
    package private(set) var cursor: SegmentID?
    /// From when on all segments are known; nil before the first read.
    private var knownFrom: Instant?

    /// - Parameter cursor: where the last run stopped; nil if the agent's history was never read.
    package init(cursor: SegmentID? = nil) {
        self.cursor = cursor
    }

    /// What one read added.
    package struct News: Sendable, Hashable {
        /// Segments not seen before, oldest first. Nothing is new of a history that was not read whole.
        package var segments: [HistorySegment] = []
        /// Segments that were open and have ended.
        package var ended: [SegmentID] = []
        /// Stretches for which there is no record.
        package var gaps: [Gap] = []
        /// Nothing is missing between the cursor and the end of the read.
        package var isWhole = false

        package init() {}
    }

    package struct Gap: Sendable, Hashable {
        package let from: Instant
        package let to: Instant

        package init(from: Instant, to: Instant) {
            self.from = from
            self.to = to
        }
    }

    /// Records that follow each other within this leave no gap.
    package static let tolerance: Duration = .seconds(2)
    /// How far before the cursor a read begins: far enough for the segment before, and for what came late.
    package static let overlap: Duration = .minutes(15)

    /// From when on to read next.
    ///
    /// - Parameter first: from when on, if the history was never read.
    package func readFrom(first: Instant) -> Instant {
        cursor.map { $0.start - Self.overlap } ?? first
    }

    /// Takes in what was read.
    package mutating func merge(_ read: HistoryView) -> News {
        guard read.isComplete else { return News() }
        var news = News()
        var known: [SegmentID: Int] = [:]
        for index in segments.indices { known[segments[index].id] = index }
        var isPastCursor = false
        for segment in read.segments.sorted(by: Self.precedes) {
            if segment.id == cursor { isPastCursor = true }
            if let index = known[segment.id] {
                // Ended is ended: a page read earlier may still show it open.
                guard segments[index].end == nil, let end = segment.end else { continue }
                segments[index].end = end
                news.ended.append(segment.id)
            } else {
                known[segment.id] = segments.count
                segments.append(segment)
                if isNew(segment, isPastCursor: isPastCursor) { news.segments.append(segment) }
            }
        }
        segments.sort(by: Self.precedes)
        news.segments.sort(by: Self.precedes)
        closeOvertaken(&news)
        news.gaps = gaps(from: cursor?.start ?? read.from)
        news.isWhole = news.gaps.isEmpty && cursor.map { read.from <= $0.start } ?? true
        if let last = segments.last?.id, cursor.map({ $0.start <= last.start }) ?? true { cursor = last }
        knownFrom = min(knownFrom ?? read.from, read.from)
        trim()
        return news
    }

    /// What lies before the cursor was taken in before, unless it came late into a stretch that is known.
    private func isNew(_ segment: HistorySegment, isPastCursor: Bool) -> Bool {
        guard let cursor else { return true }
        if segment.id == cursor { return false }
        if segment.start > cursor.start || isPastCursor { return true }
        return knownFrom.map { segment.start >= $0 } ?? false
    }

    /// A state ends where the next one begins, whether or not its record says so.
    private mutating func closeOvertaken(_ news: inout News) {
        for index in segments.indices.dropLast() where segments[index].end == nil {
            segments[index].end = segments[index + 1].start
            let id = segments[index].id
            if let fresh = news.segments.firstIndex(where: { $0.id == id }) {
                news.segments[fresh].end = segments[index].end
            } else {
                news.ended.append(id)
            }
        }
    }

    private func gaps(from start: Instant) -> [Gap] {
        zip(segments, segments.dropFirst()).compactMap { earlier, later in
            guard let end = earlier.end, later.start > start, earlier.isFollowedByGap(before: later) else { return nil }
            return Gap(from: end, to: later.start)
        }
    }

    /// Keeps what the next read overlaps with, and the segment before it.
    private mutating func trim() {
        guard let cursor else { return }
        let from = cursor.start - Self.overlap
        guard let first = segments.firstIndex(where: { $0.start >= from }), first > 1 else { return }
        segments.removeFirst(first - 1)
        knownFrom = max(knownFrom ?? from, from)
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
