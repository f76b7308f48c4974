import Store
import Synchronization

/// What operators have switched, as last read from the store.
final class FleetSwitches: Sendable {
    private struct Desk {
        var value = Switches(paused: false)
        /// Reads begun so far.
        var begun = 0
        /// The read that the value is from.
        var shown = 0
    }

    private let desk = Mutex(Desk())

    var value: Switches { desk.withLock { $0.value } }

    /// Reads them anew. Of two reads that overlap the one that began later counts: a start that read them just before an operator
    /// paused must not undo that.
    func read(from store: any Store) async throws(StoreFault) {
        let number = desk.withLock { desk in
            desk.begun += 1
            return desk.begun
        }
        let value = try await store.switches()
        desk.withLock { desk in
            guard number > desk.shown else { return }
            desk.shown = number
            desk.value = value
        }
    }
}
