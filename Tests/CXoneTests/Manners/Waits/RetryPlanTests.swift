import Reconciliation
import TestSupport
import Testing

@testable import CXone

@Suite struct RetryPlanTests {
    let start = Instant(seconds: 1_000_000)

    @Test("the ceilings of the waits are 1, 2, 4, 8, 16 and then 30 seconds") func ceilings() {
        var plan = RetryPlan(patience: .hours(2), now: start)
        for ceiling in [1.0, 2, 4, 8, 16, 30, 30, 30] {
            let again = plan.next(floor: nil, now: start, jitter: 0.5)
            #expect(again == start + .seconds(ceiling / 2))
        }
    }

    @Test("no wait is below its floor, above its ceiling on top of it, or past the patience") func bounds() {
        var random = SeededRandom()
        for _ in 0..<2_000 {
            let patience = Duration.seconds(Double.random(in: 0...100, using: &random))
            var plan = RetryPlan(patience: patience, now: start)
            var now = start
            while true {
                let floor = Bool.random(using: &random) ? Duration.seconds(Double.random(in: 0...20, using: &random)) : nil
                guard let again = plan.next(floor: floor, now: now, jitter: Double.random(in: 0..<1, using: &random)) else { break }
                #expect(again >= now + max(.milliseconds(50), floor ?? .zero))
                #expect(again <= now + (floor ?? .zero) + .seconds(30))
                #expect(again <= start + patience)
                now = again
                if plan.failures > 200 { break }
            }
        }
    }

    @Test("without patience there is one try, and without jitter tries still end") func ends() {
        var none = RetryPlan(patience: .zero, now: start)
        let again = none.next(floor: nil, now: start, jitter: 0)
        #expect(again == nil)
        var some = RetryPlan(patience: .seconds(5), now: start)
        var now = start
        while let again = some.next(floor: nil, now: now, jitter: 0), some.failures < 1_000 { now = again }
        #expect(some.failures == 101)
    }

    @Test("patience of zero, less or far too much does no harm") func extremes() {
        var none = RetryPlan(patience: .zero, now: start)
        let again = none.next(floor: nil, now: start, jitter: 0.1)
        #expect(again == nil)
        #expect(RetryPlan(patience: .seconds(-5), now: start).giveUpAt == start)
        #expect(RetryPlan(patience: .seconds(Int64.max), now: start).giveUpAt == start + .days(1))
    }
}
