import Reconciliation
import TestSupport
import Testing

struct HistoryTimelineTests {
    private let day: [HistorySegment] = [
        .at(.minutes(-40), until: .minutes(-30), .status(.available)), .at(.minutes(-30), until: .minutes(-20), .status(.onBreak)),
        .at(.minutes(-20), until: .minutes(-10), .status(.available)), .at(.minutes(-10), .status(.busy)),
    ]

    private func read(_ segments: [HistorySegment], from: Duration = .hours(-2), isComplete: Bool = true) -> HistoryView {
        HistoryView(segments: segments, from: now + from, isComplete: isComplete)
    }

    @Test("each segment is new once, in order, and the cursor is on the newest")
    func once() {
        var timeline = HistoryTimeline()
        var first = Array(day.prefix(2))
        first[1].end = nil
        #expect(timeline.merge(read(first)).segments == first)
        #expect(timeline.cursor == first[1].id)
        let news = timeline.merge(read(day))
        #expect(news.segments == Array(day.suffix(2)))
        #expect(news.ended == [day[1].id])
        #expect(news.isWhole)
        #expect(timeline.cursor == day[3].id)
        #expect(timeline.merge(read(day)).segments.isEmpty)
        #expect(timeline.segments == Array(day.suffix(3)))
    }

    @Test("a read begins before the cursor, or where it is told to")
    func readFrom() {
        var timeline = HistoryTimeline()
        #expect(timeline.readFrom(first: now - .hours(1)) == now - .hours(1))
        _ = timeline.merge(read(day))
        #expect(timeline.readFrom(first: now) == now - .minutes(10) - HistoryTimeline.overlap)
    }

    @Test("after a restart only what comes after the cursor is new")
    func restart() {
        var timeline = HistoryTimeline(cursor: day[1].id)
        #expect(timeline.merge(read(day)).segments == Array(day.suffix(2)))
        var twin = HistoryTimeline(cursor: SegmentID(start: now - .minutes(10), stateID: 3))
        let cut = day.dropLast() + [.at(.minutes(-10), until: .minutes(-10), .status(.offline)), day[3]]
        #expect(twin.merge(read(Array(cut))).segments.isEmpty)
    }

    @Test("what comes late into a stretch that is known is new; what lies before it is not")
    func late() {
        var timeline = HistoryTimeline()
        _ = timeline.merge(read([day[0], day[3]], from: .minutes(-40)))
        #expect(timeline.merge(read(day, from: .minutes(-40))).segments == [day[1], day[2]])
        let older = HistorySegment.at(.minutes(-50), until: .minutes(-40), .status(.offline))
        #expect(timeline.merge(read([older] + day, from: .minutes(-50))).segments.isEmpty)
    }

    @Test("the open record ends later, and is never open again")
    func opening() {
        var timeline = HistoryTimeline()
        _ = timeline.merge(read(day))
        var ended = day
        ended[3].end = now
        let news = timeline.merge(read(ended))
        #expect(news.ended == [day[3].id])
        #expect(news.segments.isEmpty)
        #expect(timeline.merge(read(day)).ended.isEmpty)
        #expect(timeline.segments.last?.end == now)
    }

    @Test("a record without an end ends where the next begins")
    func endless() {
        var timeline = HistoryTimeline()
        var open = day
        for index in open.indices { open[index].end = nil }
        #expect(timeline.merge(read(open)).segments == day)
    }

    @Test("missing time is a gap, from the tolerance on")
    func gaps() {
        func gaps(_ missing: Duration) -> HistoryTimeline.News {
            var timeline = HistoryTimeline()
            var segments = day
            segments[1].end = segments[2].start - missing
            return timeline.merge(read(segments))
        }
        #expect(gaps(.seconds(2)).gaps.isEmpty)
        #expect(gaps(.seconds(2) + tick).gaps == [.init(from: now - .minutes(20) - .seconds(2) - tick, to: now - .minutes(20))])
        #expect(!gaps(.minutes(1)).isWhole)
    }

    @Test("a read that does not reach back to the cursor is not whole")
    func notWhole() {
        var timeline = HistoryTimeline(cursor: day[1].id)
        #expect(!timeline.merge(read(Array(day.suffix(1)), from: .minutes(-15))).isWhole)
    }

    @Test("of a history that was not read whole nothing is new, and the cursor stays")
    func incomplete() {
        var timeline = HistoryTimeline(cursor: day[1].id)
        #expect(timeline.merge(read(day, isComplete: false)) == HistoryTimeline.News())
        #expect(timeline.cursor == day[1].id)
        #expect(timeline.segments.isEmpty)
    }

    @Test("what lies well before the cursor is let go, but for one segment")
    func trimmed() {
        var timeline = HistoryTimeline()
        let long = (0..<200).map {
            HistorySegment.at(.minutes(Int64($0) - 200), until: .minutes(Int64($0) - 199), .status($0 % 2 == 0 ? .available : .onBreak))
        }
        #expect(timeline.merge(read(long, from: .hours(-9))).segments.count == 200)
        #expect(timeline.segments.count == 17)
        #expect(timeline.merge(read(long, from: .hours(-9))).segments.isEmpty)
        #expect(timeline.segments.count == 17)
    }

    @Test("however it is cut into reads, each segment is new exactly once", arguments: [UInt64(1), 2, 3, .random(in: 4...UInt64.max)])
    func anyCut(seed: UInt64) {
        print("timeline: seed \(seed)")
        var random = SeededRandom(quietly: seed)
        for _ in 0..<200 {
            var start = now - .hours(20)
            var all: [HistorySegment] = []
            for _ in 0..<30 {
                let end = start + random.span() + .seconds(1)
                all.append(.at(start - now, until: end - now, random.liveStatus()))
                start = end
            }
            var timeline = HistoryTimeline()
            var found: [HistorySegment] = []
            var time = now - .hours(20)
            while time < start {
                time += random.span() + .seconds(1)
                let from = timeline.readFrom(first: now - .hours(21))
                var visible = all.filter { $0.start < time && ($0.end ?? time) > from }
                if let last = visible.indices.last, let end = visible[last].end, end > time { visible[last].end = nil }
                found += timeline.merge(HistoryView(segments: visible, from: from, isComplete: !random.once(in: 5))).segments
                if random.once(in: 6) { timeline = HistoryTimeline(cursor: timeline.cursor) }
            }
            found += timeline.merge(HistoryView(segments: all, from: now - .hours(21), isComplete: true)).segments
            #expect(found.map(\.id) == all.map(\.id), "seed \(seed)")
        }
    }
}
