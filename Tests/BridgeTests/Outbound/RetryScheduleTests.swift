import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("Retry schedule")
struct RetryScheduleTests {
    private let t0 = Instant(seconds: 1_795_186_800)

    @Test("the waits are those of the wire")
    func waits() {
        let seconds: [Int64] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
        #expect(RetrySchedule.waits.map { $0.inMicroseconds / 1_000_000 } == seconds)
        for (attempts, wait) in seconds.enumerated() {
            #expect(RetrySchedule.next(after: attempts, retryAfter: nil, jitter: 0, now: t0) == t0 + .seconds(wait))
        }
        #expect(RetrySchedule.next(after: seconds.count, retryAfter: nil, jitter: 0, now: t0) == nil)
    }

    @Test("jitter shortens a wait by a tenth at most and never lengthens it")
    func jitter() throws {
        var random = SeededRandom()
        for _ in 0..<1_000 {
            let attempts = Int.random(in: 1..<RetrySchedule.waits.count, using: &random)
            let jitter = Double.random(in: 0..<1, using: &random)
            let next = try #require(RetrySchedule.next(after: attempts, retryAfter: nil, jitter: jitter, now: t0))
            let wait = RetrySchedule.waits[attempts]
            #expect(next - t0 <= wait && next - t0 >= wait * 0.9 - .microseconds(1), "seed \(random.seed)")
        }
    }

    @Test("all ten attempts come before an event is too old, whatever the jitter")
    func fitsIntoALife() throws {
        var random = SeededRandom()
        for _ in 0..<500 {
            var now = t0
            for attempts in 1..<RetrySchedule.waits.count {
                // An attempt that takes all the time it may.
                now += .seconds(15)
                let jitter = Double.random(in: 0..<1, using: &random)
                now = try #require(RetrySchedule.next(after: attempts, retryAfter: nil, jitter: jitter, now: now))
            }
            #expect(!RetrySchedule.isOver(createdAt: t0, now: now), "seed \(random.seed)")
        }
    }

    @Test("Retry-After is a floor, capped at an hour")
    func floor() {
        let next = { (attempts: Int, retryAfter: Duration) in
            RetrySchedule.next(after: attempts, retryAfter: retryAfter, jitter: 0, now: t0)
        }
        #expect(next(1, .seconds(120)) == t0 + .seconds(120))
        #expect(next(2, .seconds(120)) == t0 + .minutes(5))
        #expect(next(1, .hours(9)) == t0 + .hours(1))
    }

    @Test("an event is too old after 76 hours, not at them")
    func age() {
        #expect(!RetrySchedule.isOver(createdAt: t0, now: t0 + .hours(76)))
        #expect(RetrySchedule.isOver(createdAt: t0, now: t0 + .hours(76) + .microseconds(1)))
    }
}
