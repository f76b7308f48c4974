import Notation

/// What was seen while a fixture was replayed: everything that is compared afterwards.
struct Performance: Sendable {
    /// One request and its answer.
    struct Reply: Sendable {
        let step: String
        /// The `webhook-id` it bore.
        let requestID: String
        /// Nil if there was none.
        let status: Int?
        let body: JSONValue?
        /// What went wrong, where there was no answer.
        let error: String?
        /// From the first byte sent to the whole answer, in real time.
        let took: Duration
    }

    let start: UnixMicroseconds
    /// By step.
    var replies: [String: Reply] = [:]
    var events: [ReceivedEvent] = []
    var refusedEvents: [RefusedEvent] = []
    /// `GET /v1/status-changes/{id}` by changeId; nil where there is nobody to ask.
    var states: [String: JSONValue]?
    /// The calls that CXone got since the start; nil without a simulator.
    var calls: [JSONValue]?
    /// The agents as they were left; nil without a simulator.
    var agents: [JSONValue]?
    /// The most that a step was late, in bridge time.
    var behind: Duration = .zero
    /// How much time passed, in bridge time and in real time.
    var elapsed: Duration = .zero
    var realElapsed: Duration = .zero

    /// The id that the bridge gave to each change, by its name in the fixture.
    func changeIDs(_ fixture: Fixture) -> [String: String] {
        let steps = StepIndex(fixture.steps)
        var ids: [String: String] = [:]
        for step in fixture.steps {
            guard let answered = replies[step.name]?.body?["changes"]?.array else { continue }
            for (name, item) in zip(steps.changeNames(of: step), answered) {
                if let id = item["changeId"]?.string { ids[name] = id }
            }
        }
        return ids
    }
}
