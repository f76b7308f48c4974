import Foundation

/// Random numbers that can be had again: SplitMix64.
///
/// The seed is drawn anew in every run and printed, unless one is given or the environment names one in `WFM_TEST_SEED`.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64? = nil, for test: String = #function) {
        let wanted = seed ?? ProcessInfo.processInfo.environment["WFM_TEST_SEED"].flatMap(UInt64.init)
        self.seed = wanted ?? UInt64.random(in: .min ... .max)
        state = self.seed
        print("seed of \(test): \(self.seed) (again with WFM_TEST_SEED=\(self.seed))")
    }

    /// For tests that say themselves what they run by: nothing is printed, and the environment is not asked.
    package init(quietly seed: UInt64) {
        self.seed = seed
        state = seed
    }

    package mutating func next() -> UInt64 {
        // Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
