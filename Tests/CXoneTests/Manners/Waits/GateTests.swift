import Reconciliation
import Testing

@testable import CXone

@Suite struct GateTests {
    let now = Instant(seconds: 1_000_000)

    @Test("a closed lane opens when its time has come, and holds up no other") func lanes() {
        var gate = Gate()
        gate.close(.reads, until: now + .seconds(3))
        #expect(gate.closedUntil(.reads, now: now) == now + .seconds(3))
        #expect(gate.closedUntil(.writes, now: now) == nil)
        #expect(gate.closedUntil(.history, now: now) == nil)
        #expect(gate.closedUntil(.reads, now: now + .seconds(3)) == nil)
    }

    @Test("a shorter wait does not shorten a longer one") func longest() {
        var gate = Gate()
        gate.close(.writes, until: now + .seconds(30))
        gate.close(.writes, until: now + .seconds(1))
        #expect(gate.closedUntil(.writes, now: now) == now + .seconds(30))
    }

    @Test("a clock that was set back does not keep a lane closed for longer than any wait") func clockSetBack() {
        var gate = Gate()
        gate.close(.reads, until: now + .seconds(30))
        #expect(gate.closedUntil(.reads, now: now - .days(1)) == nil)
        #expect(gate.closedUntil(.reads, now: now) == nil)
    }
}
