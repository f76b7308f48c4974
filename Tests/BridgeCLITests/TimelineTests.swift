import Notation
import Reconciliation
import Testing

@testable import BridgeCLI

@Suite("Timelines")
struct TimelineTests {
    @Test("No records are said in words, with the likely causes, and the other formats stay what they are")
    func none() throws {
        let zone = try #require(TimeZoneRules(identifier: "America/New_York"))
        let timeline = Timeline(user: "agent-1", segments: [], zone: zone, now: Instant(microseconds: 1_614_265_330_000_000), span: "24h")
        let words = try #require(timeline.wordsOfNone)
        #expect(words.contains("agent-1") && words.contains("24h") && words.contains("Likely causes"))
        #expect(timeline.text(.table) == words)
        #expect(timeline.text(.json) == "[]")
        #expect(timeline.text(.csv) == "start_time,end_time,state,state_id,duration_seconds,duration_formatted")
    }

    struct Day: CustomTestStringConvertible {
        let zone: String
        let start, end: String
        let hours: Int

        var testDescription: String { "\(zone) \(start)" }
    }

    @Test(
        "A day has 23, 24 or 25 hours; times carry the offset that holds at them, oldest first, and the open record lasts until now",
        arguments: [
            Day(zone: "America/New_York", start: "2026-03-08T00:00:00-05:00", end: "2026-03-09T00:00:00-04:00", hours: 23),
            Day(zone: "America/New_York", start: "2026-11-01T00:00:00-04:00", end: "2026-11-02T00:00:00-05:00", hours: 25),
            Day(zone: "Europe/Berlin", start: "2026-03-29T00:00:00+01:00", end: "2026-03-30T00:00:00+02:00", hours: 23),
            Day(zone: "Australia/Sydney", start: "2026-04-05T00:00:00+11:00", end: "2026-04-06T00:00:00+10:00", hours: 25),
            Day(zone: "Asia/Kathmandu", start: "2026-03-08T00:00:00+05:45", end: "2026-03-09T00:00:00+05:45", hours: 24),
            Day(zone: "UTC", start: "2026-03-08T00:00:00+00:00", end: "2026-03-09T00:00:00+00:00", hours: 24),
        ]
    )
    func days(_ day: Day) throws {
        let zone = try #require(TimeZoneRules(identifier: day.zone))
        let (start, end) = (try RFC3339.parse(day.start), try RFC3339.parse(day.end))
        let segments = [
            HistorySegment(
                start: Instant(microseconds: end),
                end: nil,
                stateID: 4,
                label: "BREAK, \"long\"",
                status: .status(.onBreak)
            ),
            HistorySegment(
                start: Instant(microseconds: start),
                end: Instant(microseconds: end),
                stateID: 2,
                label: "READY",
                status: .status(.available)
            ),
        ]
        let now = Instant(microseconds: end + 725_900_000)
        let timeline = Timeline(user: "agent-1", segments: segments, zone: zone, now: now, span: "2d")
        #expect(timeline.wordsOfNone == nil)

        let table = timeline.text(.table).split(separator: "\n")
        try #require(table.count == 3)
        #expect(table[0].contains(day.zone))
        #expect(table[1].hasPrefix(day.start) && !table[1].contains("open"))
        #expect(table[2].hasPrefix(day.end) && table[2].contains("12m 5s") && table[2].contains("open"))

        let json = try #require(try JSONValue(parsing: timeline.text(.json)).array)
        #expect(json.map { $0["start_time"]?.string } == [day.start, day.end])
        #expect(json.map { $0["end_time"]?.string } == [day.end, nil])
        #expect(json.map { $0["state_id"]?.int } == [2, 4])
        #expect(json.map { $0["duration_seconds"]?.int } == [Int64(day.hours) * 3_600, 725])
        #expect(json.last?["duration_formatted"]?.string == "12m 5s")
        #expect(json.last?.object?.members.contains { $0.name == "end_time" } == true)

        let csv = timeline.text(.csv).split(separator: "\n")
        try #require(csv.count == 3)
        #expect(csv[1].hasPrefix("\(day.start),\(day.end),READY,2,\(day.hours * 3_600),"))
        #expect(csv[2] == "\(day.end),,\"BREAK, \"\"long\"\"\",4,725,12m 5s")
    }
}
