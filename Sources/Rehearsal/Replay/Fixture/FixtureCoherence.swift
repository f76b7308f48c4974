/// Checks that the lines of a fixture fit together: names, order, and an expectation for each change that is to be accepted.
struct FixtureCoherence {
    let stepsFile: String
    let expectedFile: String
    private var steps = StepIndex()
    private var last: Duration = .zero
    /// The lines of the changes that are to be accepted and not yet expected anything of, by name.
    private var open: [String: Int] = [:]
    private var accepted: Set<String> = []

    init(stepsFile: String, expectedFile: String) {
        self.stepsFile = stepsFile
        self.expectedFile = expectedFile
    }

    mutating func take(_ step: FixtureStep, line: Int) throws(FixtureFault) {
        func fault(_ detail: String) -> FixtureFault { FixtureFault(file: stepsFile, line: line, detail) }
        guard step.at >= last else { throw fault("\(step.name) is earlier than the step before it; steps stand in order of time") }
        last = step.at
        guard steps[step.name] == nil else { throw fault("there is a step \(step.name) already; names are unique") }
        steps.add(step)
        guard case .send(let order) = step.action else { return }
        for name in [order.idOf, step.again].compactMap({ $0 }) {
            guard let other = steps[name], other.isSend, other.at < step.at else {
                throw fault("\(step.name) takes from \(name), which is no earlier request")
            }
        }
        guard order.expect.status == 202, let items = order.expect.items else { return }
        let names = steps.changeNames(of: step)
        for (name, item) in zip(names, items) {
            if let same = item.sameAs {
                guard accepted.contains(same) else { throw fault("\(step.name): \(same) is no change that was accepted before") }
            } else if item.state != "refused" {
                open[name] = line
                accepted.insert(name)
            }
        }
    }

    mutating func take(_ change: ExpectedChange, line: Int) throws(FixtureFault) {
        guard open.removeValue(forKey: change.change) != nil else {
            let why = accepted.contains(change.change) ? "has an expectation already" : "is no change that a step expects to be accepted"
            throw FixtureFault(file: expectedFile, line: line, "\(change.change) \(why)")
        }
    }

    /// - Throws: for the first accepted change of which nothing is expected
    func finish() throws(FixtureFault) {
        guard let first = open.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return }
        throw FixtureFault(
            file: stepsFile,
            line: first.value,
            "\(first.key) is to be accepted, and no line of \(FixtureReader.expectedFile) says what becomes of it"
        )
    }
}
