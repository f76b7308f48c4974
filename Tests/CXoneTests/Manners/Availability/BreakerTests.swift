import Reconciliation
import TestSupport
import Testing

@testable import CXone

@Suite struct BreakerTests {
    let now = Instant(seconds: 1_000_000)

    /// A breaker that has just opened.
    private func opened() -> Breaker {
        var breaker = Breaker()
        for _ in 0..<Breaker.patience { _ = breaker.failed(now: now, jitter: 0) }
        return breaker
    }

    @Test("four failures in a row do not open it, the fifth does") func patience() {
        var breaker = Breaker()
        for _ in 1...4 {
            #expect(breaker.failed(now: now, jitter: 0) == false)
            #expect(breaker.ask(now: now) == .call)
        }
        #expect(breaker.failed(now: now, jitter: 0) == true)
        #expect(breaker.ask(now: now) == .away(until: now + .seconds(5)))
    }

    @Test("an answer in between counts from the beginning") func inARow() {
        var breaker = Breaker()
        for _ in 1...4 { _ = breaker.failed(now: now, jitter: 0) }
        #expect(breaker.heard() == false)
        for _ in 1...4 { #expect(breaker.failed(now: now, jitter: 0) == false) }
        #expect(breaker.state == .closed)
    }

    @Test("when the pause is over one call finds out, and all others wait for it") func probe() {
        var breaker = opened()
        let later = now + .seconds(5)
        #expect(breaker.reachability(now: later) == .reachable)
        #expect(breaker.ask(now: later) == .probe)
        #expect(breaker.ask(now: later) == .away(until: nil))
        #expect(breaker.reachability(now: later) == .away(until: nil))
        #expect(breaker.heard() == true)
        #expect(breaker.ask(now: later) == .call)
    }

    @Test("pauses double from 5 s to 60 s while probes fail") func doubling() {
        var breaker = opened()
        var time = now
        for pause in [5, 10, 20, 40, 60, 60, 60] {
            #expect(breaker.state == .open(until: time + .seconds(pause)))
            time += .seconds(pause)
            #expect(breaker.ask(now: time) == .probe)
            #expect(breaker.failed(now: time, jitter: 0) == true)
        }
    }

    @Test("after a success the pauses begin anew") func anew() {
        var breaker = opened()
        _ = breaker.ask(now: now + .seconds(5))
        _ = breaker.failed(now: now + .seconds(5), jitter: 0)
        _ = breaker.heard()
        for _ in 0..<Breaker.patience { _ = breaker.failed(now: now, jitter: 0) }
        #expect(breaker.state == .open(until: now + .seconds(5)))
    }

    @Test("failures of calls that left before it opened do not lengthen the pause") func stragglers() {
        var breaker = opened()
        #expect(breaker.failed(now: now + .seconds(3), jitter: 0) == false)
        #expect(breaker.state == .open(until: now + .seconds(5)))
    }

    @Test("a probe that came to nothing leaves the next to find out, and a lost one is not waited for long") func unproven() {
        var breaker = opened()
        let later = now + .seconds(5)
        #expect(breaker.ask(now: later) == .probe)
        breaker.unproven(probe: later, now: later)
        #expect(breaker.ask(now: later) == .probe)
        #expect(breaker.ask(now: later + .seconds(15)) == .away(until: nil))
        #expect(breaker.ask(now: later + .seconds(16)) == .probe)
    }

    @Test("only the probe itself comes to nothing: another call that is given up lets no second one leave") func single() {
        var breaker = opened()
        let later = now + .seconds(5)
        #expect(breaker.ask(now: later) == .probe)
        breaker.unproven(probe: now, now: later + .seconds(1))
        #expect(breaker.ask(now: later + .seconds(1)) == .away(until: nil))
        #expect(breaker.heard() == true)
        breaker.unproven(probe: later, now: later + .seconds(2))
        #expect(breaker.state == .closed)
    }

    @Test("jitter shortens a pause, by a fifth at most") func jitter() {
        var random = SeededRandom()
        for _ in 0..<500 {
            let jitter = Double.random(in: 0..<1, using: &random)
            var breaker = Breaker()
            for _ in 0..<Breaker.patience { _ = breaker.failed(now: now, jitter: jitter) }
            guard case .open(let until) = breaker.state else { return #expect(Bool(false), "not open") }
            #expect((now + .seconds(4)...now + .seconds(5)).contains(until))
        }
    }

    @Test("a clock that was set back does not keep it open for ever") func clock() {
        var breaker = opened()
        #expect(breaker.ask(now: now - .hours(3)) == .probe)
    }
}
