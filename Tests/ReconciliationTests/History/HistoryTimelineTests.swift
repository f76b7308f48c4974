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

    @Test("each record is new once, in order, and the cursor is on the newest")
    func once() {
        var timeline = HistoryTimeline()
        var first = Array(day.prefix(2))
        first[1].end = nil
        #expect(timeline.merge(read(first), now: now).segments == first)
        #expect(timeline.cursor == first[1].id)
        #expect(timeline.merge(read(day), now: now).segments == Array(day.suffix(2)))
        #expect(timeline.cursor == day[3].id)
        #expect(timeline.merge(read(day), now: now) == HistoryTimeline.News())
    }

    @Test("a read begins before the cursor, or where it is told to")
    func readFrom() {
        var timeline = HistoryTimeline()
        #expect(timeline.readFrom(first: now - .hours(1)) == now - .hours(1))
        _ = timeline.merge(read(day), now: now)
        #expect(timeline.readFrom(first: now) == now - .minutes(10) - HistoryTimeline.overlap)
    }

    @Test("after a restart only what comes after the cursor is new")
    func restart() {
        var timeline = HistoryTimeline(cursor: day[1].id)
        #expect(timeline.merge(read(day), now: now).segments == Array(day.suffix(2)))
        var twin = HistoryTimeline(cursor: SegmentID(start: now - .minutes(10), stateID: 3))
        let cut = day.dropLast() + [.at(.minutes(-10), until: .minutes(-10), .status(.offline)), day[3]]
        #expect(twin.merge(read(Array(cut)), now: now).segments.isEmpty)
    }

    @Test("a record that comes late fills its gap: until then the cursor stays before it, and what follows comes again")
    func late() {
        var timeline = HistoryTimeline(cursor: day[0].id)
        let holed = timeline.merge(read([day[0], day[1], day[3]]), now: now)
        #expect(holed.segments == [day[1], day[3]])
        #expect(holed.gaps == [HistoryGap(from: now - .minutes(20), to: now - .minutes(10))])
        #expect(timeline.cursor == day[1].id)
        let filled = timeline.merge(read(day), now: now)
        #expect(filled.segments == [day[2], day[3]] && filled.gaps.isEmpty)
        #expect(timeline.cursor == day[3].id)
    }

    @Test("a gap is not for ever: a quarter of an hour after it the cursor goes on")
    func unlisted() {
        let holed = read([day[0], day[1], day[3]])
        var waiting = HistoryTimeline(cursor: day[0].id)
        #expect(waiting.merge(holed, now: now + .minutes(5) - tick).gaps.count == 1)
        #expect(waiting.cursor == day[1].id)
        #expect(waiting.merge(holed, now: now + .minutes(5)).gaps.isEmpty)
        #expect(waiting.cursor == day[3].id)
    }

    @Test("a record without an end ends where the next begins")
    func endless() {
        var timeline = HistoryTimeline()
        var open = day
        for index in open.indices { open[index].end = nil }
        #expect(timeline.merge(read(open), now: now).segments == day)
    }

    @Test("missing time is a gap, from the tolerance on")
    func gaps() {
        func gaps(_ missing: Duration, since moment: Duration = .hours(-2)) -> [HistoryGap] {
            var segments = day
            segments[1].end = segments[2].start - missing
            return read(segments).gaps(since: now + moment)
        }
        #expect(gaps(.seconds(2)).isEmpty)
        #expect(gaps(.seconds(2) + tick) == [HistoryGap(from: now - .minutes(20) - .seconds(2) - tick, to: now - .minutes(20))])
        #expect(gaps(.minutes(1), since: .minutes(-20)).isEmpty)
    }

    @Test("of a history that was not read whole nothing is new, and the cursor stays")
    func incomplete() {
        var timeline = HistoryTimeline(cursor: day[1].id)
        #expect(timeline.merge(read(day, isComplete: false), now: now) == HistoryTimeline.News())
        #expect(timeline.cursor == day[1].id)
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
                found += timeline.merge(HistoryView(segments: visible, from: from, isComplete: !random.once(in: 5)), now: time).segments
                if random.once(in: 6) { timeline = HistoryTimeline(cursor: timeline.cursor) }
            }
            found += timeline.merge(HistoryView(segments: all, from: now - .hours(21), isComplete: true), now: start).segments
            #expect(found.map(\.id) == all.map(\.id), "seed \(seed)")
        }
    }
}
