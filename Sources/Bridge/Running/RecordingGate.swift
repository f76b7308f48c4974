import Journal
import Notation
import Synchronization

/// Says whether what is accepted would be recorded: nothing new is taken in while it would not.
package final class RecordingGate: Sendable {
    private struct State {
        var journal: JournalWriter?
        var isStopping = false
    }

    private let state = Mutex(State())

    package init() {}

    func watch(_ journal: JournalWriter) { state.withLock { $0.journal = journal } }
    func stop() { state.withLock { $0.isStopping = true } }

    /// Why nothing can be recorded at present; nil if all is well.
    var reason: String? {
        let (journal, isStopping) = state.withLock { ($0.journal, $0.isStopping) }
        if isStopping { return "the bridge is stopping" }
        return switch journal?.health {
        case nil, .writing?: nil
        case .behind(_, let rows)?: "the audit journal is \(rows) records behind"
        case .cannotWrite(_, let reason)?: "the audit journal cannot be written (\(reason))"
        case .dead(let reason)?: "the audit journal has stopped (\(reason))"
        }
    }

    var isOpen: Bool { reason == nil }

    var problem: Problem? { reason.map { Problem.cannotRecord($0) } }
}
