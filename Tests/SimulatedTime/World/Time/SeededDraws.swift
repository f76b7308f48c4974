import Synchronization

/// Random numbers from a seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct SeededDraws: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

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
