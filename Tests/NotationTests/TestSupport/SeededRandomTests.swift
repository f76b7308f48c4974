import TestSupport
import Testing

@Suite("Seeded randomness")
struct SeededRandomTests {
    @Test("the numbers are those of SplitMix64")
    func vector() {
        // The first outputs of the reference implementation (Vigna, splitmix64.c) for this seed.
        var random = SeededRandom(seed: 1_234_567)
        let first = (0..<5).map { _ in random.next() }
        #expect(
            first == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        )
    }

    @Test("the same seed gives the same numbers")
    func repeated() {
        let first = SeededRandom()
        var one = SeededRandom(seed: first.seed)
        var other = first
        #expect((0..<10).map { _ in one.next() } == (0..<10).map { _ in other.next() })
    }
}
