import Reconciliation
import Testing

@testable import CXone

@Suite struct StatusInterfaceTests {
    let start = Instant(seconds: 1_000_000)

    @Test("a missing call is remembered for a day, and then asked again") func memory() {
        var interface = StatusInterface(memory: .hours(24))
        #expect(!interface.isMissing(now: start))
        let taken1 = interface.gaveNothingForKnownUser(now: start)
        #expect(taken1)
        #expect(interface.isMissing(now: start + .hours(23)))
        #expect(!interface.isMissing(now: start + .hours(24)))
    }

    @Test("a call that answered today is not taken for missing because of one user") func answered() {
        var interface = StatusInterface(memory: .hours(24))
        interface.answered(now: start)
        let taken2 = interface.gaveNothingForKnownUser(now: start + .hours(1))
        #expect(!taken2)
        #expect(!interface.isMissing(now: start + .hours(1)))
        let taken3 = interface.gaveNothingForKnownUser(now: start + .hours(25))
        #expect(taken3)
    }

    @Test("an answer ends the memory") func comeBack() {
        var interface = StatusInterface(memory: .hours(24))
        _ = interface.gaveNothingForKnownUser(now: start)
        interface.answered(now: start + .hours(1))
        #expect(!interface.isMissing(now: start + .hours(2)))
    }

    @Test("a clock that was set back ends the memory too") func clockSetBack() {
        var interface = StatusInterface(memory: .hours(24))
        _ = interface.gaveNothingForKnownUser(now: start)
        #expect(!interface.isMissing(now: start - .hours(1)))
    }
}
