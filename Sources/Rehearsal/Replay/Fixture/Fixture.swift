/// A recorded stretch of a WFM's day, and what a bridge should make of it: data in a directory (its format: `fixtures/README.md`).
package struct Fixture: Sendable {
    package let name: String
    package let about: String
    package let agents: Int
    package let seed: UInt64
    /// How many times as fast as real time it is usually replayed.
    package let speed: Double
    package let steps: [FixtureStep]
    /// In the order in which the events of one agent should come.
    package let expected: [ExpectedChange]
    let agentsAtEnd: [ExpectedAgent]
    let simulator: SimulatorSettings
    /// From the start: outcomes that are not there by then are missing.
    let deadline: Duration
    /// How long after the last expected event nothing else may come.
    let quiet: Duration

    /// The simulator's settings that a fixture can choose.
    struct SimulatorSettings: Sendable, Hashable {
        var latency: Duration = .zero
        var limit: Double?
        var pages = HistoryPageShape.records
    }

    /// Reads a fixture.
    ///
    /// - Throws: the first fault, with its file, line and field
    package init(directory: String) throws(FixtureFault) {
        self = try FixtureReader(directory: directory).read()
    }

    init(
        header: FixtureHeader,
        steps: [FixtureStep],
        expected: [ExpectedChange],
        agentsAtEnd: [ExpectedAgent]
    ) {
        name = header.name
        about = header.about
        agents = header.agents
        seed = header.seed
        speed = header.speed
        simulator = header.simulator
        deadline = header.deadline
        quiet = header.quiet
        self.steps = steps
        self.expected = expected
        self.agentsAtEnd = agentsAtEnd
    }

    package var roster: Roster { Roster(agents: agents, seed: seed) }

    /// From the start to the last step.
    package var length: Duration { steps.last?.at ?? .zero }

    var simulatorConfiguration: SimulatorConfiguration {
        var configuration = SimulatorConfiguration()
        configuration.agents = agents
        configuration.seed = seed
        configuration.latency = simulator.latency
        configuration.limit = simulator.limit
        configuration.pages = simulator.pages
        return configuration
    }
}
