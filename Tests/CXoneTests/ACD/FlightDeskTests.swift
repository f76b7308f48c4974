import Reconciliation
import Testing

@testable import CXone

@Suite struct FlightDeskTests {
    private let start = Instant(seconds: 1_795_186_800)

    @Test("the first who waits starts a flight, the others share it") func shared() {
        var desk = FlightDesk()
        let starts1 = desk.join(1, notBefore: start)
        #expect(starts1)
        let starts2 = desk.join(2, notBefore: start - .seconds(5))
        #expect(!starts2)
        #expect(desk.departure(now: start, interval: .zero) == start)
        let leaves3 = desk.depart(now: start)
        #expect(leaves3)
        // One that leaves now is young enough for somebody who comes later.
        let starts4 = desk.join(3, notBefore: start - .seconds(1))
        #expect(!starts4)
        let (waiters, again) = desk.land()
        #expect(Set(waiters) == [1, 2, 3] && !again)
    }

    @Test("who needs a younger one waits for the next flight, which starts when the first has landed") func younger() {
        var desk = FlightDesk()
        let starts5 = desk.join(1, notBefore: start)
        #expect(starts5)
        let leaves6 = desk.depart(now: start)
        #expect(leaves6)
        let starts7 = desk.join(2, notBefore: start + .milliseconds(1))
        #expect(!starts7)
        let first = desk.land()
        #expect(first.waiters == [1] && first.again)
        let leaves8 = desk.depart(now: start + .seconds(1))
        #expect(leaves8)
        let second = desk.land()
        #expect(second.waiters == [2] && !second.again)
        let starts9 = desk.join(3, notBefore: start + .seconds(1))
        #expect(starts9)
    }

    @Test("flights keep their distance, and wait until somebody has a use for them") func distance() {
        var desk = FlightDesk()
        let starts10 = desk.join(1, notBefore: start)
        #expect(starts10)
        let leaves11 = desk.depart(now: start)
        #expect(leaves11)
        _ = desk.land()
        let starts12 = desk.join(2, notBefore: start)
        #expect(starts12)
        #expect(desk.departure(now: start + .milliseconds(300), interval: .seconds(1)) == start + .seconds(1))
        let starts13 = desk.join(3, notBefore: start + .seconds(4))
        #expect(!starts13)
        #expect(desk.departure(now: start + .seconds(2), interval: .seconds(1)) == start + .seconds(2))
        let leaves14 = desk.depart(now: start + .seconds(2))
        #expect(leaves14)
        let landed = desk.land().waiters
        #expect(landed == [2])
        #expect(desk.departure(now: start + .seconds(2), interval: .seconds(1)) == start + .seconds(4))
    }

    @Test("a clock that was set back does not hold the next flight up") func clockBack() {
        var desk = FlightDesk()
        let starts15 = desk.join(1, notBefore: start)
        #expect(starts15)
        let leaves16 = desk.depart(now: start)
        #expect(leaves16)
        _ = desk.land()
        let starts17 = desk.join(2, notBefore: start - .hours(1))
        #expect(starts17)
        #expect(desk.departure(now: start - .hours(1), interval: .seconds(1)) == start - .hours(1))
    }

    @Test("a flight that all have left is not made") func abandoned() {
        var desk = FlightDesk()
        let starts18 = desk.join(1, notBefore: start)
        #expect(starts18)
        desk.leave(1)
        let leaves19 = desk.depart(now: start)
        #expect(!leaves19)
        let landed = desk.land().waiters
        #expect(landed.isEmpty)
        let starts20 = desk.join(2, notBefore: start)
        #expect(starts20)
    }
}
