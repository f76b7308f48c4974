/// How far a replay has come.
package struct ReplayProgress: Sendable, Hashable {
    package enum Phase: String, Sendable, Hashable {
        case starting
        case replaying
        /// All steps are played; outcomes are still to come.
        case waiting
        case comparing
        case finished
    }

    package var phase = Phase.starting
    package var stepsDone = 0
    package let steps: Int
    /// Events of changes that came, and how many are expected.
    package var outcomesDone = 0
    package let outcomes: Int
    /// Bridge time since the start.
    package var elapsed: Duration = .zero
    /// Bridge time of the last step.
    package let length: Duration
    /// The newest thing that happened: the name of a step, or the type of an event.
    package var latest = ""

    /// From 0 to 1: steps and outcomes count alike.
    package var fraction: Double {
        let all = steps + outcomes
        return all == 0 ? 1 : Double(min(stepsDone + outcomesDone, all)) / Double(all)
    }
}
