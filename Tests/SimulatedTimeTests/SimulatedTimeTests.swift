import Foundation
import Reconciliation
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

    @Test("What broke an invariant once breaks none now")
    func fixtures() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../fixtures/simulated-time")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let script = try #require(Script(text: try String(contentsOf: file, encoding: .utf8)), "\(file.lastPathComponent) is no script")
            let result = try Simulation().run(script)
            #expect(result.changes > 0)
            #expect(result.violations.isEmpty, "\(file.lastPathComponent): \(result.violations.map(\.words))")
        }
    }

    @Test("An aimed script has its rule decide after its fault", arguments: [Rule.satisfied, .fight, .stampede, .shadow])
    func aimed(rule: Rule) throws {
        for trouble in [Aim.Trouble.call(.live, .hang), .call(.write, .rejected), .crash] {
            let aim = Aim(rule: rule, trouble: trouble)
            let index = try #require(Aim.all.firstIndex(of: aim))
            // Its turn comes once in so many even seeds.
            let seeds = (0..<4).map { UInt64(2 * (index + $0 * Aim.all.count)) }
            let met = try seeds.contains { try Simulation().run(seed: $0).meetings.contains(aim.meeting) }
            #expect(met, "\(aim.meeting)")
        }
    }

    /// So that a plain `swift test` runs some; `deploy/test` runs 2,000 by the command.
    private static let seeds: UInt64 = 100
    private static let most: UInt64 = 2_000
}
