import Notation
import Reconciliation
import Testing

@testable import BridgeCLI

@Suite("Timelines without records")
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
}
