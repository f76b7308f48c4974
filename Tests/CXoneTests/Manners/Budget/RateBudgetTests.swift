import Reconciliation
import Testing

@testable import CXone

@Suite struct RateBudgetTests {
    let now = Instant(seconds: 1_000_000)

    /// Ten calls a second, never more; no call leaves ahead of its time.
    private func budget() -> RateBudget {
        var budget = RateBudget(RateSettings(initial: 10, maximum: 10))
        // The first 429 ends the time in which calls may leave together; the rate is what is left of 10/s then.
        guard case .go(let turn) = budget.ask(0, .reads, until: now, now: now - .seconds(100)) else { return budget }
        budget.refused(turn, now: now - .seconds(99))
        return budget
    }

    private func interval(_ budget: RateBudget) -> Duration { .seconds(1 / budget.rate.perSecond) }

    @Test("the first goes, the second waits for its time") func pace() throws {
        var budget = budget()
        guard case .go = budget.ask(1, .reads, until: now, now: now) else { throw Unexpected() }
        #expect(budget.ask(2, .reads, until: now + .seconds(5), now: now) == .wait)
        let event = budget.nextEvent(now: now)
        let next = try #require(event)
        #expect(next - now >= interval(budget) * 0.99 && next - now <= interval(budget) * 1.01)
        #expect(budget.due(now: next - .milliseconds(1)).count == 0)
        let told = budget.due(now: next)
        #expect(told.map(\.waiter) == [2])
        #expect(budget.nextEvent(now: next) == nil)
    }

    @Test("who would wait longer than patience lasts is sent away until the turn, each later than the one before") func impatient() {
        var budget = budget()
        _ = budget.ask(1, .reads, until: now, now: now)
        var last = now
        for waiter in 2...9 {
            guard case .refuse(let until) = budget.ask(UInt64(waiter), .reads, until: now, now: now) else {
                Issue.record("not refused")
                return
            }
            #expect(until > last)
            last = until
        }
        #expect(budget.waiting == 0)
    }

    @Test("nobody is sent away for more than ten seconds") func bounded() {
        var budget = budget()
        _ = budget.ask(1, .reads, until: now, now: now)
        for waiter in 2..<2_000 {
            guard case .refuse(let until) = budget.ask(UInt64(waiter), .reads, until: now, now: now) else { continue }
            #expect(until <= now + .seconds(10))
        }
    }

    @Test("writes come before reads, and reads before the history") func rank() throws {
        var budget = budget()
        _ = budget.ask(1, .reads, until: now, now: now)
        let latest = now + .seconds(60)
        _ = budget.ask(2, .history, until: latest, now: now)
        _ = budget.ask(3, .reads, until: latest, now: now)
        _ = budget.ask(4, .writes, until: latest, now: now)
        var order: [UInt64] = []
        while let next = budget.nextEvent(now: now) { order += budget.due(now: next).map(\.waiter) }
        #expect(order == [4, 3, 2])
    }

    @Test("a closed lane waits until it opens; the others go on") func closed() throws {
        var budget = budget()
        budget.close(.writes, until: now + .seconds(3))
        #expect(budget.ask(1, .writes, until: now + .seconds(2), now: now) == .refuse(until: now + .seconds(3)))
        #expect(budget.ask(2, .writes, until: now + .seconds(9), now: now) == .wait)
        guard case .go = budget.ask(3, .history, until: now, now: now) else { throw Unexpected() }
        #expect(budget.nextEvent(now: now) == now + .seconds(3))
        #expect(budget.due(now: now + .seconds(3)).map(\.waiter) == [2])
    }

    @Test("a turn that is handed back is the next one's") func handedBack() throws {
        var budget = budget()
        guard case .go(let turn) = budget.ask(1, .reads, until: now, now: now) else { throw Unexpected() }
        budget.giveBack(turn)
        guard case .go = budget.ask(2, .reads, until: now, now: now) else { throw Unexpected() }
    }

    @Test("who gives up is passed over") func givenUp() throws {
        var budget = budget()
        _ = budget.ask(1, .reads, until: now, now: now)
        _ = budget.ask(2, .reads, until: now + .seconds(9), now: now)
        budget.leave(2)
        #expect(budget.nextEvent(now: now) == nil)
    }

    @Test("whose patience ends while waiting is told then") func patience() throws {
        var budget = budget()
        _ = budget.ask(1, .reads, until: now, now: now)
        #expect(budget.ask(2, .reads, until: now + .seconds(2), now: now) == .wait)
        budget.close(.reads, until: now + .seconds(60))
        let event = budget.nextEvent(now: now)
        let next = try #require(event)
        #expect(next == now + .seconds(2))
        let told = budget.due(now: next)
        guard case .refuse = told.first?.answer else { throw Unexpected() }
        #expect(told.map(\.waiter) == [2])
    }

    @Test("before the first 429 calls may leave together, a tenth of a second's worth") func credit() {
        var budget = RateBudget(RateSettings(initial: 50, maximum: 50))
        let answers = (1...20).map { budget.ask($0, .reads, until: now, now: now) }
        let gone = answers.filter { if case .go = $0 { true } else { false } }.count
        #expect((5...7).contains(gone), "\(gone)")
    }

    @Test("a clock that was set back stops nobody") func clock() throws {
        var budget = budget()
        _ = budget.ask(1, .reads, until: now, now: now)
        guard case .go = budget.ask(2, .reads, until: now - .hours(1), now: now - .hours(1)) else { throw Unexpected() }
    }

    @Test("the rate never exceeds its maximum") func maximum() {
        var rate = LearnedRate(RateSettings(initial: 10, maximum: 40))
        for call in 0..<10_000 { _ = rate.leave(.reads, at: now + .milliseconds(call), isPressed: true) }
        #expect(rate.perSecond == 40)
    }
}

private struct Unexpected: Error {}
