package import Notation

/// What came of a replay.
package struct ReplayReport: Sendable {
    /// How often something was expected, and how often it was so.
    package struct Tally: Sendable, Hashable {
        package let name: String
        package let expected: Int
        package let got: Int
    }

    package let fixture: String
    package let about: String
    package let agents: Int
    package let speed: Double
    package let startedAt: UnixMicroseconds
    /// In bridge time.
    package let elapsed: Duration
    package let realElapsed: Duration
    /// How late a step was at worst, in bridge time.
    package let behind: Duration
    package let checks: [Check]
    package let outcomes: [Tally]
    package let answers: [Tally]
    package let latencies: [LatencyRow]
    /// Nil where there was no simulator to ask.
    package let calls: CallSummary?
    /// Whether the bridge could be asked for final states.
    package let askedForStates: Bool

    init(_ fixture: Fixture, _ performance: Performance, speed: Double) {
        self.fixture = fixture.name
        about = fixture.about
        agents = fixture.agents
        self.speed = speed
        startedAt = performance.start
        elapsed = performance.elapsed
        realElapsed = performance.realElapsed
        behind = performance.behind
        checks = Comparison(fixture: fixture, performance: performance).checks()
        latencies = LatencyRow.all(performance)
        calls = performance.calls.map { CallSummary($0) }
        askedForStates = performance.states != nil
        outcomes = Self.tally(
            fixture.expected.filter { $0.event != nil }.map(\.outcome),
            performance.events.compactMap { $0.json?["outcome"]?.string }
        )
        answers = Self.tally(
            fixture.steps.compactMap { step -> String? in
                guard case .send(let order) = step.action else { return nil }
                return String(order.expect.status)
            },
            performance.replies.values.map { $0.status.map { String($0) } ?? "none" }
        )
    }

    /// What differed from what was expected.
    package var differences: [Check] { checks.filter { !$0.ok } }

    package var passed: Bool { !checks.isEmpty && differences.isEmpty }

    /// The most frequent first.
    private static func tally(_ expected: [String], _ got: [String]) -> [Tally] {
        let wanted = expected.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let found = got.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return Set(wanted.keys).union(found.keys)
            .map { Tally(name: $0, expected: wanted[$0] ?? 0, got: found[$0] ?? 0) }
            .sorted { ($1.expected, $0.name) < ($0.expected, $1.name) }
    }
}
