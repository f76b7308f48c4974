import Foundation
import Notation
import Testing

@Suite("Clocks that run")
struct WallClockTests {
    @Test("the system's clock shows what Foundation shows")
    func system() {
        let before = Date().timeIntervalSince1970
        let now = Double(WallClock.system.now()) / 1e6
        let after = Date().timeIntervalSince1970
        #expect(before - 0.001 <= now && now <= after + 0.001)
        #expect(WallClock.system.speed == 1)
    }

    @Test("nobody wakes before the time", arguments: [1.0, 50, 1000])
    func wakesInTime(speed: Double) async throws {
        let clock = speed == 1 ? WallClock.system : .accelerated(by: speed)
        #expect(clock.speed == speed)
        let target = clock.now() + Int64(5_000 * speed)
        try await clock.sleepUntil(target)
        #expect(clock.now() >= target)
    }

    @Test("a time already past does not hold anyone up", arguments: [Int64.min, 0])
    func past(time: Int64) async throws {
        try await WallClock.system.sleepUntil(time)
        try await WallClock.accelerated(by: 10).sleepUntil(time)
        try await WallClock.system.sleep(for: .seconds(-5))
    }

    @Test("a faster clock starts at the real time and passes its speed times as much")
    func accelerated() async throws {
        let before = WallClock.system.now()
        let clock = WallClock.accelerated(by: 1000)
        #expect(clock.now() >= before)
        let started = (real: WallClock.system.now(), own: clock.now())
        try await clock.sleep(for: .seconds(20))
        let passed = (real: WallClock.system.now() - started.real, own: clock.now() - started.own)
        #expect(passed.own >= 20_000_000)
        #expect(passed.real < passed.own / 100)
    }

    @Test("a clock that catches up starts in the past, is never ahead of the real time, and goes on at the real pace")
    func catchingUp() async throws {
        let clock = WallClock.catchingUp(speed: 20, over: .seconds(20))
        let started = (real: WallClock.system.now(), own: clock.now())
        // It starts 20 seconds less the one it takes for them in the past.
        #expect((17_000_000...19_000_100).contains(started.real - started.own))
        #expect(clock.speed == 20)
        try await clock.sleepUntil(started.own + 10_000_000)
        let midway = (own: clock.now(), real: WallClock.system.now())
        #expect(midway.own >= started.own + 10_000_000 && midway.own <= midway.real + 1_000)
        // Past the moment at which it has caught up: nobody wakes before the time.
        let target = started.real + 1_200_000
        try await clock.sleepUntil(target)
        let after = (own: clock.now(), real: WallClock.system.now())
        #expect(after.own >= target)
        #expect(abs(after.own - after.real) < 200_000)
        #expect(clock.speed == 1)
    }

    @Test("a slower clock runs slower")
    func slow() async throws {
        let clock = WallClock.accelerated(by: 0.01)
        let started = (real: WallClock.system.now(), own: clock.now())
        try await WallClock.system.sleep(for: .milliseconds(5))
        #expect((clock.now() - started.own) * 10 < WallClock.system.now() - started.real)
    }

    @Test("a sleeper is woken by being cancelled, however far its time", arguments: [1_000_000_000, Int64.max])
    func cancelled(ahead: Int64) async {
        for clock in [WallClock.system, .accelerated(by: 3), .catchingUp(speed: 3, over: .seconds(5))] {
            let sleeper = Task {
                try await clock.sleepUntil(ahead == .max ? .max : clock.now() + ahead)
            }
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
    }

    @Test("a task already cancelled does not begin to sleep, not even until a time past")
    func alreadyCancelled() async {
        let sleeper = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await WallClock.system.sleepUntil(0)
        }
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test(
        "spans are rounded up to microseconds and held within 64 bits",
        arguments: [
            (.zero, 0), (.seconds(2), 2_000_000), (.milliseconds(1), 1000), (.nanoseconds(1), 1), (.nanoseconds(1001), 2),
            (.nanoseconds(2000), 2),
            (.seconds(Int64.max), .max), (.seconds(Int64.min), .min), (.microseconds(-7), -7), (.nanoseconds(-1), 0),
        ] as [(Duration, Int64)]
    )
    func microseconds(span: Duration, microseconds: Int64) {
        #expect(span.wholeMicroseconds == microseconds)
    }
}
