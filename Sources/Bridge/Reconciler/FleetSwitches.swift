import Synchronization

/// What operators have switched, as last read from the store.
final class FleetSwitches: Sendable {
    private let paused = Mutex(false)

    var isPaused: Bool { paused.withLock { $0 } }

    func set(paused value: Bool) { paused.withLock { $0 = value } }
}
