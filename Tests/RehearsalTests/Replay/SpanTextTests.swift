import Testing

@testable import Rehearsal

@Suite("Spans and moments of fixtures")
struct SpanTextTests {
    @Test(
        "A span is numbers with units, the longer first",
        arguments: [
            ("90s", Duration.seconds(90)), ("2m30s", .seconds(150)), ("1h", .seconds(3_600)), ("500ms", .milliseconds(500)),
            ("32d", .seconds(32 * 86_400)), ("0s", .zero), ("1d2h3m4s5ms", .milliseconds(93_784_005)),
        ]
    )
    func spans(_ text: String, _ span: Duration) {
        #expect(SpanText.parse(text) == span)
    }

    @Test("What is no span is none", arguments: ["", "5", "s", "1.5s", "-1s", "30s2m", "1m1m", "1 m", "1S", "1234567890s", "٣s"])
    func noSpans(_ text: String) {
        #expect(SpanText.parse(text) == nil)
    }

    @Test("Whole seconds are written as they are read", arguments: ["0s", "59s", "1m", "1m1s", "1h", "1h1s", "26h"])
    func written(_ text: String) throws {
        #expect(SpanText.format(try #require(SpanText.parse(text))) == text)
    }

    @Test("A moment counts from the start, or from the step it stands in")
    func moments() throws {
        let start: Int64 = 1_000_000_000
        #expect(try #require(FixtureMoment("start")).resolve(start: start, step: .seconds(5)) == start)
        #expect(try #require(FixtureMoment("start+2m")).resolve(start: start, step: .seconds(5)) == start + 120_000_000)
        #expect(try #require(FixtureMoment("sent")).resolve(start: start, step: .seconds(5)) == start + 5_000_000)
        #expect(try #require(FixtureMoment("sent-1s")).resolve(start: start, step: .seconds(5)) == start + 4_000_000)
    }

    @Test("What is no moment is none", arguments: ["", "now", "start2m", "start+", "sent+5", "Start", "start+1m-1s"])
    func noMoments(_ text: String) {
        #expect(FixtureMoment(text) == nil)
    }
}
