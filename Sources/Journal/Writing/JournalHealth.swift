package import Notation

/// Whether what the bridge does is being written down.
package enum JournalHealth: Sendable, Hashable {
    /// Records reach the file as they should.
    case writing
    /// The file is behind the store by more than is allowed; since when the oldest record waits.
    case behind(since: UnixMicroseconds, rows: Int)
    /// The disk refuses writes; since when, and the label of the reason. It is tried again.
    case cannotWrite(since: UnixMicroseconds, reason: String)
    /// The writer has stopped with a fault: the process must end.
    case dead(reason: String)

    /// False means: answer 503, make no new change.
    package var canRecord: Bool { self == .writing }

    /// A bounded name.
    package var label: String {
        switch self {
        case .writing: "writing"
        case .behind: "behind"
        case .cannotWrite: "cannot_write"
        case .dead: "dead"
        }
    }
}

/// How far the file may be behind the store before the bridge stops taking things on.
package struct JournalLagLimits: Sendable, Hashable {
    package var age: Duration
    package var rows: Int
    /// Rows count once they have waited this long: a large batch is on its way to the file at once, and no sign of trouble.
    package var patience: Duration

    package init(age: Duration = .seconds(5), rows: Int = 10_000, patience: Duration = .seconds(1)) {
        self.age = age
        self.rows = rows
        self.patience = patience
    }
}

/// What the writer knows about itself, told by its steps.
struct JournalCondition: Sendable {
    private var refusal: (since: UnixMicroseconds, reason: String)?
    private var fault: String?
    /// Since when something may wait that no round has looked for.
    private var wokenAt: UnixMicroseconds?
    private(set) var backlog = JournalBacklog.none
    private var waiting = WaitingRows()
    /// Whatever was committed before then is written. A record bears the time of its request, which may have taken long to reach
    /// the store: until it was there, it did not wait for the journal.
    private var writtenUntil: UnixMicroseconds?
    private(set) var lastSeq: Int64 = 0

    init(lastSeq: Int64) {
        self.lastSeq = lastSeq
    }

    mutating func woken(at now: UnixMicroseconds) {
        if wokenAt == nil { wokenAt = now }
    }

    /// A round begins: what was committed until now is looked for.
    mutating func roundBegins(at now: UnixMicroseconds) {
        // The wake-up stays on the books until the round has found what there is: the feed or the disk may hang.
        if let wokenAt, backlog.oldest == nil { backlog.oldest = wokenAt }
        wokenAt = nil
    }

    /// Records wait: at least these.
    mutating func found(rows: Int, oldest: UnixMicroseconds, at now: UnixMicroseconds) {
        measured(JournalBacklog(rows: max(rows, backlog.rows), oldest: oldest), at: now)
    }

    mutating func measured(_ backlog: JournalBacklog, at now: UnixMicroseconds) {
        self.backlog = backlog
        self.backlog.oldest = backlog.oldest.map { max($0, writtenUntil ?? $0) }
        waiting.seen(backlog.rows, at: now)
    }

    /// Lines are on the disk and their records pruned.
    mutating func appended(through seq: Int64, rows: Int) {
        lastSeq = seq
        refusal = nil
        backlog.rows = max(0, backlog.rows - rows)
        waiting.appended(rows)
    }

    /// Nothing is left to be written of what was in the store at a time.
    mutating func drained(asOf time: UnixMicroseconds) {
        writtenUntil = time
        backlog = .none
        waiting = WaitingRows()
        refusal = nil
    }

    mutating func refused(_ reason: String, at now: UnixMicroseconds) {
        refusal = (refusal?.since ?? now, reason)
    }

    mutating func died(_ reason: String) {
        fault = reason
    }

    func health(at now: UnixMicroseconds, limits: JournalLagLimits) -> JournalHealth {
        if let fault { return .dead(reason: fault) }
        if let refusal { return .cannotWrite(since: refusal.since, reason: refusal.reason) }
        let oldest = [backlog.oldest, wokenAt].compactMap(\.self).min()
        if let oldest, now - oldest > limits.age.wholeMicroseconds { return .behind(since: oldest, rows: backlog.rows) }
        let late = waiting.rows(seenBy: now - limits.patience.wholeMicroseconds)
        if late > limits.rows { return .behind(since: oldest ?? now, rows: backlog.rows) }
        return .writing
    }
}
