import SimulatedTime
import Testing

@Suite("The bridge in simulated time", .serialized)
struct SimulatedTimeTests {
    @Test("No invariant is broken in any of the first seeds")
    func shortForm() throws {
        let simulation = try Simulation()
        for seed in 1...Self.seeds {
            let result = try simulation.run(seed: seed)
            let words = result.violations.map { "\($0.invariant.rawValue): \($0.words)" }
            try #require(words.isEmpty, "seed \(seed): \(words)\n\(result.trace.suffix(40).joined(separator: "\n"))")
        }
        print("simulated time: \(Self.seeds) seeds")
    }

    @Test("The same seed gives the same trace", arguments: [1, 7, 42, 99, 1_234] as [UInt64])
    func determinism(seed: UInt64) throws {
        let first = try Simulation().run(seed: seed)
        let second = try Simulation().run(seed: seed)
        #expect(first.trace.count > 20)
        #expect(first.trace == second.trace)
        #expect(first.hash == second.hash)
    }

    @Test("Another seed gives another trace")
    func difference() throws {
        let simulation = try Simulation()
        #expect(try simulation.run(seed: 1).hash != simulation.run(seed: 2).hash)
    }

    @Test("Each planted bug is caught", arguments: Plant.allCases)
    func planted(_ plant: Plant) throws {
        let simulation = try Simulation()
        let caught = try (1...Self.most).first { try !simulation.run(seed: $0, plant: plant).violations.isEmpty }
        print("simulated time: \(plant.rawValue) is caught by seed \(caught.map { "\($0)" } ?? "none")")
        #expect(caught != nil)
    }

    @Test("A script says the same after it was written and read again", arguments: 1...20 as ClosedRange<UInt64>)
    func text(seed: UInt64) {
        var writer = ScriptWriter(seed: seed)
        let script = writer.write()
        #expect(Script(text: script.text) == script)
    }

    /// The short form; the long one is the command's.
    private static let seeds: UInt64 = 500
    private static let most: UInt64 = 2_000
}
