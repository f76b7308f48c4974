import Reconciliation

/// Many seeds in a row, what was met on the way, and what failed.
package struct Campaign {
    private let simulation: Simulation
    private let plant: Plant?
    private let printsTrace: Bool
    private var seeds = 0
    private var hours = 0.0
    private var changes = 0
    private var calls = 0
    private var meetings: [Meeting: Int] = [:]
    private let clock = ContinuousClock()
    private var took: Duration = .zero
    package private(set) var failures = 0

    package init(simulation: Simulation, plant: Plant?, printsTrace: Bool) {
        self.simulation = simulation
        self.plant = plant
        self.printsTrace = printsTrace
    }

    package mutating func run(from first: UInt64, count: UInt64, mostFailures: Int) throws {
        let started = clock.now
        defer { took = clock.now - started }
        for seed in first..<(first + count) {
            let result = try simulation.run(seed: seed, plant: plant)
            seeds += 1
            hours += result.hours
            changes += result.changes
            calls += result.calls
            for meeting in result.meetings { meetings[meeting, default: 0] += 1 }
            if printsTrace { print(result.trace.joined(separator: "\n")) }
            guard let violation = result.violations.first else { continue }
            failures += 1
            print(try report(result, violation))
            if failures >= mostFailures { return }
        }
    }

    /// How many steps of a failed seed are printed.
    private static let lastSteps = 60

    private func report(_ result: Simulation.Result, _ violation: Violation) throws -> String {
        let short = try simulation.shrink(result.script, plant: plant, like: violation.invariant)
        let again = try simulation.run(short, plant: plant)
        return """
            seed \(result.script.seed) breaks \(violation.invariant.rawValue): \(violation.words)
            last steps of the shortest script that does:
            \(again.trace.suffix(Self.lastSteps).joined(separator: "\n"))
            the script, \(short.events.count) of \(result.script.events.count) events:
            \(short.text)
            """
    }

    /// What did not meet.
    package var unmet: [Aim] { Aim.all.filter { meetings[$0.meeting] == nil } }

    package var summary: String {
        let seconds = Double(took.inMicroseconds) / 1_000_000
        let rate = seconds > 0 ? hours / seconds * 60 : 0
        let lines = [
            "\(seeds) seeds, \(failures) failed; \(Int(hours)) simulated hours, \(changes) changes, \(calls) calls to CXone",
            "\(Int(seconds * 1_000)) ms, \(Int(rate)) simulated hours a minute",
            table,
        ]
        return lines.joined(separator: "\n")
    }

    /// Seeds in which a rule decided after a fault, by fault and rule.
    private var table: String {
        let faults = Set(meetings.keys.map(\.fault)).sorted()
        func cell(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
        let head = cell("fault \\ rule", 24) + Rule.allCases.map { cell("\($0.rawValue)", 6) }.joined()
        let rows = faults.map { fault in
            cell(fault, 24)
                + Rule.allCases.map { rule in
                    cell(meetings[Meeting(rule: rule.rawValue, fault: fault)].map { "\($0)" } ?? "-", 6)
                }.joined()
        }
        return ([head] + rows).joined(separator: "\n")
    }
}
