import Store
import Synchronization

/// What operators have switched, as last read from the store.
final class FleetSwitches: Sendable {
    private let current = Mutex(Switches(paused: false))

    var value: Switches { current.withLock { $0 } }

    func set(_ switches: Switches) { current.withLock { $0 = switches } }
}
