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

    /// From 0 to 1: by time while steps are played, then by the outcomes that are still to come.
    package var fraction: Double {
        switch phase {
        case .starting: 0
        case .replaying: Self.replayingShare * (length > .zero ? min(1, elapsed / length) : 1)
        case .waiting: Self.replayingShare + (1 - Self.replayingShare) * outcomeShare
        case .comparing, .finished: 1
        }
    }

    private var outcomeShare: Double {
        outcomes == 0 ? 1 : min(1, Double(outcomesDone) / Double(outcomes))
    }

    /// How much of the bar the steps are worth.
    private static let replayingShare = 0.9
}
