import ArgumentParser
import Reconciliation
import SimulatedTime

/// Runs the bridge in simulated time, from seeds or from a script. Build with `-c release`.
@main
struct SimulatedTimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulated-time",
        abstract: "Runs the bridge in simulated time and judges every step."
    )

    @Option(help: "How many seeds to run.")
    var seeds: UInt64 = 2_000

    @Option(help: "The first of them.")
    var first: UInt64 = 1

    @Option(help: "A bug to plant: \(Plant.allCases.map(\.rawValue).joined(separator: ", ")).")
    var plant: String?

    @Option(help: "A script to run in place of seeds.")
    var script: String?

    @Flag(help: "Print every step of what is run.")
    var trace = false

    @Option(help: "Go on after so many seeds that fail.")
    var failures = 1

    @Flag(help: "Fail unless every rule has decided after every fault; 2,000 seeds are enough for that.")
    var everyPair = false

    @Flag(help: "Measure decisions a second on one core, and nothing else.")
    var decide = false

    func validate() throws {
        guard seeds > 0, failures > 0 else { throw ValidationError("--seeds and --failures are at least 1") }
    }

    func run() throws {
        if decide { return print(DecisionPace.measure()) }
        let planted = try plant.map { name in
            guard let plant = Plant(rawValue: name) else { throw ValidationError("no bug is called \(name)") }
            return plant
        }
        let simulation = try Simulation()
        if let script {
            guard let read = Script(text: try ScriptFile(path: script).read()) else {
                throw ValidationError("\(script) is no script")
            }
            let result = try simulation.run(read, plant: planted)
            print(result.trace.joined(separator: "\n"))
            if !result.violations.isEmpty { throw ExitCode(1) }
            return
        }
        var campaign = Campaign(simulation: simulation, plant: planted, printsTrace: trace)
        try campaign.run(from: first, count: seeds, mostFailures: failures)
        print(campaign.summary)
        if campaign.failures > 0 { throw ExitCode(1) }
        let unmet = everyPair ? campaign.unmet : []
        for aim in unmet { print("rule \(aim.rule.rawValue) has not decided after \(aim.trouble.name)") }
        if !unmet.isEmpty { throw ExitCode(1) }
    }
}
