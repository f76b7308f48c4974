import Notation
import Synchronization
import TestSupport
import Testing

@Suite("The clock that tests move", .timeLimit(.minutes(1)))
struct ManualClockTests {
    @Test("it stands still until it is moved, and never goes back")
    func stands() {
        let clock = ManualClock()
        #expect(RFC3339.format(clock.now) == "2026-11-20T15:00:00.000Z")
        clock.advance(by: .milliseconds(1500))
        #expect(RFC3339.format(clock.wallClock.now()) == "2026-11-20T15:00:01.500Z")
        clock.advance(to: 0)
        #expect(RFC3339.format(clock.now) == "2026-11-20T15:00:01.500Z")
    }

    @Test("those due are woken one by one, earliest first, the others sleep on")
    func order() async throws {
        let clock = ManualClock(at: 0)
        let woken = Woken()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for time in [30, 10, 20, 40] as [Int64] {
                group.addTask {
                    try await clock.wallClock.sleepUntil(time)
                    woken.times.withLock { $0.append(time) }
                }
            }
            try await clock.waitForSleepers(4)
            for (count, expected) in [10, 20, 30].enumerated() {
                let next = try #require(clock.nextWake)
                #expect(next == Int64(expected))
                clock.advance(to: next)
                #expect(clock.sleeperCount == 3 - count)
                try await group.next()
                #expect(woken.times.withLock { $0.last } == next)
            }
            #expect(clock.nextWake == 40)
            clock.advance(by: .microseconds(9))
            #expect(clock.sleeperCount == 1)
            clock.advance(by: .microseconds(1))
            try await group.next()
        }
        #expect(woken.times.withLock { $0 } == [10, 20, 30, 40])
    }

    @Test("a time already reached needs no waking")
    func past() async throws {
        let clock = ManualClock(at: 100)
        try await clock.wallClock.sleepUntil(100)
        try await clock.wallClock.sleepUntil(.min)
        #expect(clock.sleeperCount == 0)
    }

    @Test("cancelling wakes a sleeper, before and after it lay down")
    func cancelled() async throws {
        let clock = ManualClock()
        let asleep = Task { try await clock.wallClock.sleep(for: .seconds(5)) }
        try await clock.waitForSleepers()
        asleep.cancel()
        await #expect(throws: CancellationError.self) { try await asleep.value }
        #expect(clock.sleeperCount == 0)

        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.wallClock.sleep(for: .seconds(5))
        }
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test("waiting for sleepers ends when enough lie down, or when it is cancelled")
    func waiting() async throws {
        let clock = ManualClock(at: 0)
        try await clock.waitForSleepers(0)
        let waiter = Task { try await clock.waitForSleepers(2) }
        let sleepers = (1...2).map { number in
            Task { try await clock.wallClock.sleepUntil(Int64(number)) }
        }
        try await waiter.value
        #expect(clock.sleeperCount == 2)
        clock.advance(to: 2)
        for sleeper in sleepers { try await sleeper.value }

        let hopeless = Task { try await clock.waitForSleepers(1) }
        hopeless.cancel()
        await #expect(throws: CancellationError.self) { try await hopeless.value }
    }
}

private final class Woken: Sendable {
    let times = Mutex<[Int64]>([])
}
