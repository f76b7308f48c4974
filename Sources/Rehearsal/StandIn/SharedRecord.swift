import Synchronization
import WebhookSignature

/// What a stand-in has received, what it does wrong, and who waits, behind the lock that its connections share.
final class SharedRecord: Sendable {
    struct State: Sendable {
        var record: EventRecord
        /// Nil takes events unverified.
        var keys: KeyRing?
        var faults: [StandInFault] = []
        var waiters = EventWaiters()
    }

    private let state: Mutex<State>

    init(_ record: EventRecord, keys: KeyRing?) {
        state = Mutex(State(record: record, keys: keys))
    }

    func look<Answer: Sendable>(_ verb: (inout State) -> Answer) -> Answer {
        state.withLock { verb(&$0) }
    }
}
