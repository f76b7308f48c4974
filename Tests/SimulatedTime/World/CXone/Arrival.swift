import Synchronization

/// What came of a write when it arrived, for the answer that is still to come.
final class Arrival: Sendable {
    private let state = Mutex<Bool?>(nil)

    var value: Bool? { state.withLock { $0 } }
    func set(_ isDone: Bool) { state.withLock { $0 = isDone } }
}
