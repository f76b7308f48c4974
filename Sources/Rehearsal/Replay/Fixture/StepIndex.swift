/// The steps of a fixture by name, and what follows from one step sending another's bytes again.
struct StepIndex: Sendable {
    private var steps: [String: FixtureStep] = [:]

    init(_ steps: [FixtureStep] = []) {
        for step in steps { add(step) }
    }

    mutating func add(_ step: FixtureStep) {
        steps[step.name] = step
    }

    subscript(_ name: String) -> FixtureStep? { steps[name] }

    /// The step whose own bytes a step sends: itself, or the one at the end of a chain of repetitions.
    func origin(of step: FixtureStep) -> FixtureStep {
        var origin = step
        // Each is earlier than the one that repeats it, so the chain ends.
        while let name = origin.again, let earlier = steps[name] { origin = earlier }
        return origin
    }

    /// What the changes of a request are called: the step's name, and `/index` in a batch.
    func changeNames(of step: FixtureStep) -> [String] {
        guard case .send(let order) = step.action, let items = order.expect.items else { return [] }
        guard case .send(let first) = origin(of: step).action, first.isBatch else { return [step.name] }
        return items.indices.map { "\(step.name)/\($0)" }
    }
}

extension FixtureStep {
    /// The step whose bytes are sent again.
    var again: String? {
        if case .send(let order) = action, case .again(let name) = order.content { name } else { nil }
    }
}
