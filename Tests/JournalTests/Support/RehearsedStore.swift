import Journal
import Notation
import Synchronization

/// A store's journal rows in memory, which remembers in which order it was asked for what.
final class RehearsedStore: Sendable {
    enum Call: Equatable {
        case write, sync
        case prune(Int64)
    }

    struct Unavailable: Error {}

    private struct State {
        var rows: [PendingRecord] = []
        var calls: [Call] = []
        var next: Int64 = 1
        var isAvailable = true
        /// Forgets nothing, like a process that dies before its prune.
        var keepsRows = false
    }

    private let state = Mutex(State())

    func add(_ record: JournalRecord) {
        add(record.recordID, record.encoded(), at: record.timestamp)
    }

    func add(_ recordID: String, _ content: [UInt8], at time: UnixMicroseconds = 1_795_186_800_000_000) {
        state.withLock { state in
            state.rows.append(PendingRecord(ordinal: state.next, recordID: recordID, content: content, storedAt: time))
            state.next += 1
        }
    }

    func add(copiesOf rows: [PendingRecord]) {
        state.withLock { state in
            state.rows += rows
            state.next = max(state.next, (rows.last?.ordinal ?? 0) + 1)
        }
    }

    func note(_ call: Call) { state.withLock { $0.calls.append(call) } }
    func keepRows() { state.withLock { $0.keepsRows = true } }
    func setAvailable(_ available: Bool) { state.withLock { $0.isAvailable = available } }

    var rows: [PendingRecord] { state.withLock(\.rows) }
    var calls: [Call] { state.withLock(\.calls) }

    var feed: JournalFeed {
        JournalFeed(
            pending: { after, limit in
                try self.state.withLock { state in
                    guard state.isAvailable else { throw Unavailable() }
                    return Array(state.rows.lazy.filter { $0.ordinal > after }.prefix(limit))
                }
            },
            prune: { through in
                try self.state.withLock { state in
                    guard state.isAvailable else { throw Unavailable() }
                    state.calls.append(.prune(through))
                    if !state.keepsRows { state.rows.removeAll { $0.ordinal <= through } }
                }
            },
            backlog: {
                self.state.withLock { JournalBacklog(rows: $0.rows.count, oldest: $0.rows.first?.storedAt) }
            }
        )
    }
}
