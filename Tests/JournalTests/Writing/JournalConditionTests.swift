import Testing

@testable import Journal

struct JournalConditionTests {
    private let limits = JournalLagLimits(age: .seconds(5), rows: 10_000)
    private let second: Int64 = 1_000_000

    @Test("a record that waits longer than the limit makes the journal behind")
    func age() {
        var condition = JournalCondition(lastSeq: 0)
        condition.roundBegins(at: 0)
        condition.found(rows: 3, oldest: 0, at: 0)
        #expect(condition.health(at: 5 * second, limits: limits) == .writing)
        #expect(condition.health(at: 5 * second + 1, limits: limits) == .behind(since: 0, rows: 3))
        condition.appended(through: 3, rows: 3)
        condition.drained(asOf: 0)
        #expect(condition.health(at: 60 * second, limits: limits) == .writing)
        #expect(condition.lastSeq == 3)
    }

    @Test("a record waits for the journal only once it is in the store, however old its request is")
    func lateCommit() {
        var condition = JournalCondition(lastSeq: 0)
        condition.drained(asOf: 8 * second)
        condition.found(rows: 1, oldest: second, at: 9 * second)
        #expect(condition.health(at: 13 * second, limits: limits) == .writing)
        #expect(condition.health(at: 13 * second + 1, limits: limits) == .behind(since: 8 * second, rows: 1))
    }

    @Test("a wake-up that no round follows makes the journal behind")
    func woken() {
        var condition = JournalCondition(lastSeq: 0)
        condition.woken(at: 10)
        condition.woken(at: 4 * second)
        #expect(condition.health(at: 5 * second + 11, limits: limits) == .behind(since: 10, rows: 0))
    }

    @Test("a round that hangs makes the journal behind")
    func hangs() {
        var condition = JournalCondition(lastSeq: 0)
        condition.woken(at: 10)
        condition.roundBegins(at: 20)
        #expect(condition.health(at: 5 * second + 11, limits: limits) == .behind(since: 10, rows: 0))
        condition.drained(asOf: 0)
        #expect(condition.health(at: 6 * second, limits: limits) == .writing)
    }

    @Test("too many rows make the journal behind once they have waited a second")
    func rows() {
        var condition = JournalCondition(lastSeq: 0)
        condition.measured(JournalBacklog(rows: 10_001, oldest: 100), at: 200)
        #expect(condition.health(at: second + 199, limits: limits) == .writing)
        #expect(condition.health(at: second + 200, limits: limits) == .behind(since: 100, rows: 10_001))
        condition.appended(through: 1, rows: 1)
        #expect(condition.health(at: second + 200, limits: limits) == .writing)
    }

    @Test("rows that came later do not count with those that have waited, however many they are")
    func younger() {
        var condition = JournalCondition(lastSeq: 0)
        condition.measured(JournalBacklog(rows: 9_000, oldest: 0), at: 0)
        condition.measured(JournalBacklog(rows: 30_000, oldest: 0), at: second / 2)
        #expect(condition.health(at: second, limits: limits) == .writing)
        #expect(condition.health(at: second + second / 2, limits: limits) == .behind(since: 0, rows: 30_000))
    }

    @Test("a journal that keeps up is not behind, whatever goes through it")
    func busy() {
        var condition = JournalCondition(lastSeq: 0)
        // 20,000 rows at every look, each of them written within half a second.
        for step in 0..<200 {
            let now = Int64(step) * second / 10
            condition.measured(JournalBacklog(rows: 20_000, oldest: now - second / 2), at: now)
            #expect(condition.health(at: now, limits: limits) == .writing, "step \(step)")
            condition.appended(through: Int64(step + 1) * 4_000, rows: 4_000)
        }
    }

    @Test("a journal that slowly falls behind is noticed, although it writes all the time")
    func slower() {
        var condition = JournalCondition(lastSeq: 0)
        var first: Int?
        for step in 0..<100 where first == nil {
            let now = Int64(step) * second / 10
            condition.measured(JournalBacklog(rows: 1_000 * (step + 1), oldest: max(0, now - second)), at: now)
            if condition.health(at: now, limits: limits) != .writing { first = step }
            condition.appended(through: Int64(step + 1) * 100, rows: 100)
        }
        // Of the 11,000 rows of step 10 a second later 10,000 are left, of the 12,000 of step 11 too many.
        #expect(first == 21)
    }

    @Test("a refusal counts from its first time and ends with the next line on the disk")
    func refusal() {
        var condition = JournalCondition(lastSeq: 0)
        condition.refused("no_space", at: 1)
        condition.refused("no_space", at: 2)
        #expect(condition.health(at: 3, limits: limits) == .cannotWrite(since: 1, reason: "no_space"))
        condition.appended(through: 1, rows: 1)
        #expect(condition.health(at: 3, limits: limits) == .writing)
    }

    @Test("death is final")
    func death() {
        var condition = JournalCondition(lastSeq: 0)
        condition.died("sync")
        condition.drained(asOf: 0)
        condition.appended(through: 1, rows: 1)
        #expect(condition.health(at: 0, limits: limits) == .dead(reason: "sync"))
        #expect(!condition.health(at: 0, limits: limits).canRecord)
    }
}
