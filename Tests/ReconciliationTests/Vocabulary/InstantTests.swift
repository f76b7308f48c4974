import Reconciliation
import Testing

struct InstantTests {
    @Test("adding and taking away a span are each other's undoing")
    func roundTrip() {
        #expect(now + .milliseconds(1_500) - .milliseconds(1_500) == now)
        #expect((now + .hours(3)) - now == .hours(3))
        #expect(now - (now + .seconds(2)) == .seconds(-2))
    }

    @Test("a microsecond is told apart")
    func order() {
        #expect(now < now + tick)
        #expect(now - tick < now)
        #expect(Instant(seconds: 2) == Instant(microseconds: 2_000_000))
    }

    @Test("finer parts than a microsecond are dropped")
    func truncation() {
        #expect(Duration.nanoseconds(1_999).inMicroseconds == 1)
        #expect(Duration.nanoseconds(-1_999).inMicroseconds == -1)
        #expect(Duration.milliseconds(-1_500).inMicroseconds == -1_500_000)
    }

    @Test("the longer units are what they say")
    func units() {
        #expect(Duration.minutes(2) == .seconds(120))
        #expect(Duration.hours(2) == .seconds(7_200))
        #expect(Duration.days(2) == .seconds(172_800))
        #expect(Duration.microseconds(41_700).milliseconds == 41.7)
    }

    @Test("stepping forward changes the instant itself")
    func step() {
        var instant = now
        instant += .seconds(5)
        #expect(instant == now + .seconds(5))
    }
}
