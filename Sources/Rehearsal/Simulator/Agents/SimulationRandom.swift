/// Numbers drawn from a seed: the same seed and stream give the same numbers on every machine and in every release.
///
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). The bounded draws are written
/// here and not taken from the standard library, whose algorithm may change and would rename everybody.
struct SimulationRandom: Sendable {
    private var state: UInt64

    /// - Parameters:
    ///   - seed: what the whole simulation was given
    ///   - stream: separates uses of one seed, so that a new use does not shift the draws of the others
    init(seed: UInt64, stream: UInt64 = 0) {
        var mixer = SimulationRandom(state: seed)
        state = mixer.next() ^ (stream &* 0xD1B5_4A32_D192_ED03)
        _ = next()
    }

    private init(state: UInt64) {
        self.state = state
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `bound` (at least 1).
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    mutating func between(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    mutating func oneOf<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
