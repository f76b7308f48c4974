import Synchronization
import TestSupport

/// Random numbers from a seed, and what is drawn with them.
struct SeededDraws: RandomNumberGenerator {
    private var random: SeededRandom

    /// Seeds that follow each other begin far apart.
    init(_ seed: UInt64) { random = SeededRandom(quietly: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1) }

    mutating func next() -> UInt64 { random.next() }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    /// Whether something happens that does so many times in a hundred.
    mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[int(0...values.count - 1)] }
}

/// Draws shared by all who run on the driver's thread.
final class SharedDraws: Sendable {
    private let draws: Mutex<SeededDraws>

    init(_ seed: UInt64) { draws = Mutex(SeededDraws(seed)) }

    func int(_ range: ClosedRange<Int>) -> Int { draws.withLock { $0.int(range) } }

    func bytes(_ count: Int) -> [UInt8] {
        draws.withLock { draws in (0..<count).map { _ in UInt8(truncatingIfNeeded: draws.next() >> 32) } }
    }
}
