import Synchronization

/// What a stand-in has received, what it does wrong, and who waits, behind the lock that its connections share.
final class SharedRecord: Sendable {
    struct State: Sendable {
        var record: EventRecord
        var faults: [StandInFault] = []
        var waiters = EventWaiters()
    }

    private let state: Mutex<State>

    init(_ record: EventRecord) {
        state = Mutex(State(record: record))
    }

    func look<Answer: Sendable>(_ verb: (inout State) -> Answer) -> Answer {
        state.withLock { verb(&$0) }
    }
}
