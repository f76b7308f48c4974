/// Who shares the next transaction: a queue of verbs, cut into batches while a commit runs.
///
/// Batches form by themselves: whoever comes while a commit is under way waits for the next one.
struct CommitBatcher<Verb: Sendable>: Sendable {
    struct Bounds: Sendable {
        var verbs = 256
        /// Rows that the verbs of a batch are expected to write. A larger verb has a batch to itself.
        var rows = 2_000
    }

    enum Addition: Equatable {
        /// Nobody commits: start a round.
        case start
        /// A round is under way and will take it.
        case wait
        case closed
    }

    private struct Waiting: Sendable {
        var verb: Verb
        var rows: Int
    }

    private let bounds: Bounds
    private var waiting: [Waiting] = []
    private var isCommitting = false
    private(set) var isClosed = false

    var waitingCount: Int { waiting.count }

    init(bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    mutating func add(_ verb: Verb, rows: Int) -> Addition {
        if isClosed { return .closed }
        waiting.append(Waiting(verb: verb, rows: rows))
        if isCommitting { return .wait }
        isCommitting = true
        return .start
    }

    /// The verbs of the next transaction, in the order they came. Empty: the round is over.
    mutating func nextBatch() -> [Verb] {
        var rows = 0
        var count = 0
        for next in waiting.prefix(bounds.verbs) {
            rows += next.rows
            if count > 0, rows > bounds.rows { break }
            count += 1
        }
        let batch = waiting.prefix(count).map(\.verb)
        waiting.removeFirst(count)
        if batch.isEmpty { isCommitting = false }
        return batch
    }

    /// Takes no more. What waits already is still committed. False if it was closed before.
    mutating func close() -> Bool {
        if isClosed { return false }
        isClosed = true
        return true
    }
}
