import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("An endpoint's pace")
struct EndpointPaceTests {
    private let t0 = Instant(seconds: 1_795_186_800)
    private let fault = DeliveryVerdict.Endpoint.faulty(retryAfter: nil)

    private func at(_ seconds: Int64) -> Instant { t0 + .seconds(seconds) }

    /// One that has failed with nothing else in hand.
    private func failed(retryAfter: Duration? = nil) -> EndpointPace {
        var pace = EndpointPace(limit: 4)
        if let grant = pace.grant(now: t0) { pace.used(1, of: grant) }
        pace.ended(.faulty(retryAfter: retryAfter), isProbe: false, now: t0)
        return pace
    }

    @Test("a well endpoint is given up to its limit and no more")
    func limit() {
        var pace = EndpointPace(limit: 4)
        #expect(pace.grant(now: t0) == .lanes(4))
        #expect(pace.grant(now: t0) == nil)
        pace.used(3, of: .lanes(4))
        #expect(pace.grant(now: t0) == .lanes(1))
        pace.used(1, of: .lanes(1))
        pace.ended(.well, isProbe: false, now: t0)
        #expect(pace.grant(now: t0) == .lanes(1))
    }

    @Test("probes come after 5 s, doubling to 60 s")
    func probes() {
        var pace = failed()
        var time: Int64 = 0
        for wait: Int64 in [5, 10, 20, 40, 60, 60, 60] {
            #expect(pace.nextProbe == at(time + wait))
            #expect(pace.grant(now: at(time + wait - 1)) == nil)
            time += wait
            #expect(pace.grant(now: at(time)) == .probe)
            #expect(pace.grant(now: at(time)) == nil)
            #expect(pace.nextProbe == nil)
            pace.used(1, of: .probe)
            pace.ended(fault, isProbe: true, now: at(time))
        }
        #expect(pace.grant(now: at(time + 60)) == .probe)
        pace.ended(.well, isProbe: true, now: at(time + 60))
        #expect(pace.isOpen)
        #expect(pace.grant(now: at(time + 60)) == .lanes(4))
        pace.used(1, of: .lanes(4))
        pace.ended(fault, isProbe: false, now: at(time + 60))
        #expect(pace.nextProbe == at(time + 65), "the next fault begins at 5 s again")
    }

    @Test("Retry-After is a floor of the pause, capped at an hour")
    func retryAfter() {
        #expect(failed(retryAfter: .seconds(30)).nextProbe == at(30))
        #expect(failed(retryAfter: .seconds(1)).nextProbe == at(5))
        #expect(failed(retryAfter: .hours(5)).nextProbe == at(3_600))
        var pace = failed()
        _ = pace.grant(now: at(5))
        pace.ended(.faulty(retryAfter: .seconds(300)), isProbe: true, now: at(5))
        #expect(pace.nextProbe == at(305))
        _ = pace.grant(now: at(305))
        pace.ended(fault, isProbe: true, now: at(305))
        #expect(pace.nextProbe == at(325), "the doubling goes on from the pause, not from the floor")
    }

    @Test("what was in hand when the endpoint failed neither opens it nor doubles its pause")
    func together() {
        var pace = EndpointPace(limit: 4)
        _ = pace.grant(now: t0)
        pace.ended(.faulty(retryAfter: .seconds(30)), isProbe: false, now: t0)
        pace.ended(.well, isProbe: false, now: at(1))
        #expect(pace.state == .paused(until: at(30), delay: .seconds(5)))
        pace.ended(.faulty(retryAfter: .seconds(60)), isProbe: false, now: at(2))
        #expect(pace.state == .paused(until: at(62), delay: .seconds(5)), "the longest that was asked for")
        // It hung, and ends long after the pause: no probe has been made before it.
        #expect(pace.grant(now: at(70)) == nil)
        pace.ended(fault, isProbe: false, now: at(75))
        #expect(pace.state == .paused(until: at(75), delay: .seconds(5)))
        #expect(pace.grant(now: at(75)) == .probe)
    }

    @Test("a probe that found nothing to post, and one of an event that was too old, leave it as it is")
    func untried() {
        var pace = failed()
        #expect(pace.grant(now: at(5)) == .probe)
        pace.used(0, of: .probe)
        #expect(pace.grant(now: at(5)) == .probe)
        pace.used(1, of: .probe)
        pace.ended(.untried, isProbe: true, now: at(6))
        #expect(pace.state == .paused(until: at(5), delay: .seconds(5)))
        #expect(pace.grant(now: at(6)) == .probe)
    }

    @Test("410 turns it off for good")
    func gone() {
        var pace = EndpointPace(limit: 4)
        _ = pace.grant(now: t0)
        pace.used(2, of: .lanes(4))
        pace.ended(.gone, isProbe: false, now: t0)
        pace.ended(.well, isProbe: false, now: t0)
        #expect(pace.state == .disabled)
        #expect(pace.grant(now: at(1_000_000)) == nil)
        #expect(pace.nextProbe == nil)
    }

    @Test("a clock that is set back does not lengthen a pause beyond an hour")
    func clockSetBack() {
        var pace = failed()
        #expect(pace.grant(now: at(5) - .minutes(59)) == nil)
        #expect(pace.grant(now: at(5) - .minutes(61)) == .probe)
    }

    @Test("in any order of events: never more in hand than allowed, a probe alone and in its time")
    func invariants() {
        var random = SeededRandom()
        for _ in 0..<200 {
            let limit = Int.random(in: 1...8, using: &random)
            var pace = EndpointPace(limit: limit)
            var now = t0
            /// What is in hand: whether it is a probe.
            var hand: [Bool] = []
            for _ in 0..<200 {
                now += .milliseconds(Int64.random(in: 0...8_000, using: &random))
                if Bool.random(using: &random), let grant = pace.grant(now: now) {
                    switch grant {
                    case .lanes(let free):
                        #expect(pace.isOpen && hand.count + free == limit, "seed \(random.seed)")
                        let used = Int.random(in: 0...free, using: &random)
                        pace.used(used, of: grant)
                        hand += Array(repeating: false, count: used)
                    case .probe:
                        #expect(hand.isEmpty, "seed \(random.seed)")
                        guard case .paused(let until, _) = pace.state else {
                            Issue.record("a probe at \(pace.state), seed \(random.seed)")
                            continue
                        }
                        #expect(now >= until, "seed \(random.seed)")
                        let used = Int.random(in: 0...1, using: &random)
                        pace.used(used, of: grant)
                        hand += Array(repeating: true, count: used)
                    }
                } else if let isProbe = hand.popLast() {
                    let before = pace.state
                    let ending: DeliveryVerdict.Endpoint =
                        switch Int.random(in: 0..<10, using: &random) {
                        case 0..<5: .well
                        case 5..<8: .faulty(retryAfter: nil)
                        case 8: .faulty(retryAfter: .seconds(Int64.random(in: 0...9_000, using: &random)))
                        default: .untried
                        }
                    pace.ended(ending, isProbe: isProbe, now: now)
                    if case .paused = before, pace.isOpen { #expect(isProbe && ending == .well, "seed \(random.seed)") }
                    if case .paused(let until, let delay) = pace.state {
                        #expect(delay >= .seconds(5) && delay <= .seconds(60), "seed \(random.seed)")
                        #expect(until - now <= .hours(1), "seed \(random.seed)")
                    }
                }
                #expect(pace.inHand == hand.count, "seed \(random.seed)")
            }
        }
    }
}
