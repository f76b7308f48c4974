import Testing

@testable import Journal

struct JournalConditionTests {
    private let limits = JournalLagLimits(age: .seconds(5), rows: 10_000)
    private let second: Int64 = 1_000_000

    @Test("a record that waits longer than the limit makes the journal behind")
    func age() {
        var condition = JournalCondition(lastSeq: 0)
        condition.roundBegins(at: 0)
        condition.found(rows: 3, oldest: 0)
        #expect(condition.health(at: 5 * second, limits: limits) == .writing)
        #expect(condition.health(at: 5 * second + 1, limits: limits) == .behind(since: 0, rows: 3))
        condition.appended(through: 3, rows: 3)
        condition.drained()
        #expect(condition.health(at: 60 * second, limits: limits) == .writing)
        #expect(condition.lastSeq == 3)
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
        condition.drained()
        #expect(condition.health(at: 6 * second, limits: limits) == .writing)
    }

    @Test("too many rows make the journal behind, however young")
    func rows() {
        var condition = JournalCondition(lastSeq: 0)
        condition.measured(JournalBacklog(rows: 10_001, oldest: 100))
        #expect(condition.health(at: 200, limits: limits) == .behind(since: 100, rows: 10_001))
        condition.appended(through: 1_000, rows: 1_000)
        #expect(condition.health(at: 200, limits: limits) == .writing)
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
        condition.drained()
        condition.appended(through: 1, rows: 1)
        #expect(condition.health(at: 0, limits: limits) == .dead(reason: "sync"))
        #expect(!condition.health(at: 0, limits: limits).canRecord)
    }
}
