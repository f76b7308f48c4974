import Reconciliation
import Testing

@testable import CXone

@Suite struct ISODurationTests {
    @Test(
        "spans of ISO 8601 are read",
        arguments: [
            ("PT0S", Duration.zero), ("PT1H2M3S", .seconds(3_723)), ("PT12M5.5S", .milliseconds(725_500)), ("P1DT12H", .hours(36)),
            ("P2W", .days(14)), ("PT90M", .minutes(90)), ("P1D", .days(1)), ("PT0.001S", .milliseconds(1)),
        ]
    )
    func spans(text: String, span: Duration) {
        #expect(ISODuration.parse(text) == span)
    }

    @Test(
        "what has no fixed length, or is no span, is none",
        arguments: [
            "", "P", "PT", "P1Y", "P1M", "PT5", "PT5X", "5S", "PT1S2M", "PT1M1M", "PT-1S", "P1DT", "PT1.5H3M", "PT.5S", "PT5.S", "PT1e3S",
            "P1H", "PT999999999999H", "1.02:03:04", "PT１S",
        ]
    )
    func none(text: String) {
        #expect(ISODuration.parse(text) == nil)
    }
}
